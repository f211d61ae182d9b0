/** What differs between the partitions of AWS. */
export interface Partition {
  readonly name: string;
  /** Where the events of global services (IAM, Organizations) are recorded. */
  readonly globalRegion: string;
  readonly consoleHost: string;
  readonly dnsSuffix: string;
}

interface PartitionRow extends Partition {
  readonly regionPrefix: string;
}

/**
 * Suffixes and global regions as in the partition data of the AWS SDKs (botocore `partitions.json`); the IAM endpoint of
 * China is in Beijing: https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-Beijing.html
 */
const partitionTable: readonly PartitionRow[] = [
  {
    name: "aws-cn",
    regionPrefix: "cn-",
    globalRegion: "cn-north-1",
    consoleHost: "console.amazonaws.cn",
    dnsSuffix: "amazonaws.com.cn",
  },
  {
    name: "aws-us-gov",
    regionPrefix: "us-gov-",
    globalRegion: "us-gov-west-1",
    consoleHost: "console.amazonaws-us-gov.com",
    dnsSuffix: "amazonaws.com",
  },
  {
    name: "aws-iso",
    regionPrefix: "us-iso-",
    globalRegion: "us-iso-east-1",
    consoleHost: "console.c2shome.ic.gov",
    dnsSuffix: "c2s.ic.gov",
  },
  {
    name: "aws-iso-b",
    regionPrefix: "us-isob-",
    globalRegion: "us-isob-east-1",
    consoleHost: "console.sc2shome.sgov.gov",
    dnsSuffix: "sc2s.sgov.gov",
  },
];

const commercial: Partition = {
  name: "aws",
  globalRegion: "us-east-1",
  consoleHost: "console.aws.amazon.com",
  dnsSuffix: "amazonaws.com",
};

/** The partition of a region; the commercial one for every name that no other partition claims. */
export function partitionOfRegion(region: string): Partition {
  const row = partitionTable.find(({ regionPrefix }) => region.startsWith(regionPrefix));
  if (row === undefined) return commercial;
  const { name, globalRegion, consoleHost, dnsSuffix } = row;
  return { name, globalRegion, consoleHost, dnsSuffix };
}

/** A service's host name without the DNS suffix of its partition ("s3" for "s3.amazonaws.com"), or undefined for any other name. */
export function serviceOfHost(host: string): string | undefined {
  const lowerCase = host.toLowerCase();
  const ending = [...partitionTable, commercial]
    .map(({ dnsSuffix }) => `.${dnsSuffix}`)
    .find((suffix) => lowerCase.endsWith(suffix) && lowerCase.length > suffix.length);
  return ending === undefined ? undefined : host.slice(0, -ending.length);
}
