/**
 * Whether a text may be the name of a region, as `eu-west-1`, `us-gov-east-1` or `eusc-de-east-1`: it becomes part of the host that
 * signed requests go to. https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,8}(?:-[a-z]{1,16}){1,3}-\d{1,2}$/.test(text);
}
