/** What differs between the partitions of AWS. */
export interface Partition {
  readonly name: string;
  /** Where the events of global services (IAM, Organizations) are recorded. */
  readonly globalRegion: string;
  readonly consoleHost: string;
  readonly dnsSuffix: string;
  /** Where AWS Health answers. */
  readonly healthRegion: string;
  /** Where AWS Support and Trusted Advisor answer. */
  readonly supportRegion: string;
}

interface PartitionRow extends Partition {
  /** What the names of its regions begin with; nothing for the commercial partition, which has all other names. */
  readonly regionPrefix: string;
}

/**
 * Suffixes and global regions as in the partition data of the AWS SDKs (botocore `partitions.json`); the IAM endpoint of
 * China is in Beijing: https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-Beijing.html. Health and Support:
 * https://docs.aws.amazon.com/general/latest/gr/awshealth.html, https://docs.aws.amazon.com/general/latest/gr/awssupport.html
 */
const partitionTable: readonly PartitionRow[] = [
  {
    name: "aws-cn",
    regionPrefix: "cn-",
    globalRegion: "cn-north-1",
    consoleHost: "console.amazonaws.cn",
    dnsSuffix: "amazonaws.com.cn",
    healthRegion: "cn-northwest-1",
    supportRegion: "cn-north-1",
  },
  {
    name: "aws-us-gov",
    regionPrefix: "us-gov-",
    globalRegion: "us-gov-west-1",
    consoleHost: "console.amazonaws-us-gov.com",
    dnsSuffix: "amazonaws.com",
    healthRegion: "us-gov-west-1",
    supportRegion: "us-gov-west-1",
  },
  {
    name: "aws-iso",
    regionPrefix: "us-iso-",
    globalRegion: "us-iso-east-1",
    consoleHost: "console.c2shome.ic.gov",
    dnsSuffix: "c2s.ic.gov",
    healthRegion: "us-iso-east-1",
    supportRegion: "us-iso-east-1",
  },
  {
    name: "aws-iso-b",
    regionPrefix: "us-isob-",
    globalRegion: "us-isob-east-1",
    consoleHost: "console.sc2shome.sgov.gov",
    dnsSuffix: "sc2s.sgov.gov",
    healthRegion: "us-isob-east-1",
    supportRegion: "us-isob-east-1",
  },
  {
    name: "aws",
    regionPrefix: "",
    globalRegion: "us-east-1",
    consoleHost: "console.aws.amazon.com",
    dnsSuffix: "amazonaws.com",
    healthRegion: "us-east-1",
    supportRegion: "us-east-1",
  },
];

/** The partition of a region; the commercial one for every name that no other partition claims. */
export function partitionOfRegion(region: string): Partition {
  const row = partitionTable.find(({ regionPrefix }) => region.startsWith(regionPrefix));
  if (row === undefined) throw new Error("the table of partitions has no last row");
  const { name, globalRegion, consoleHost, dnsSuffix, healthRegion, supportRegion } = row;
  return { name, globalRegion, consoleHost, dnsSuffix, healthRegion, supportRegion };
}

/** A service's host name in a region: "s3.eu-west-1.amazonaws.com". Key policies name a service by it, too (`kms:ViaService`). */
export function serviceHostIn(service: string, region: string): string {
  return `${service}.${region}.${partitionOfRegion(region).dnsSuffix}`;
}

/** A service's host name without the DNS suffix of its partition ("s3" for "s3.amazonaws.com"), or undefined for any other name. */
export function serviceOfHost(host: string): string | undefined {
  const lowerCase = host.toLowerCase();
  const ending = partitionTable
    .map(({ dnsSuffix }) => `.${dnsSuffix}`)
    .find((suffix) => lowerCase.endsWith(suffix) && lowerCase.length > suffix.length);
  return ending === undefined ? undefined : host.slice(0, -ending.length);
}
