/**
 * Whether a text may be the name of a region, as `eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`, or `us-north-2r` in records whose
 * owner has made them anonymous: it becomes one label of the host that signed requests go to.
 * https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,8}(?:-[a-z]{1,24}){1,3}-[0-9]{1,2}[a-z]?$/.test(text);
}
