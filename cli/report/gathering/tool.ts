/** Products that only say that a partner's tool follows. */
const wrappers: readonly string[] = ["APN", "Mozilla", "HashiCorp"];

/**
 * The tool that a user agent names first, without version and the random text that tools put behind it:
 * "stratus-red-team" of "stratus-red-team_1d949e3e-…", "Terraform" of "APN/1.0 HashiCorp/1.0 Terraform/1.1.2".
 */
export function toolOf(userAgent: string | undefined): string {
  const products = (userAgent ?? "")
    .slice(0, 400)
    .split(/[\s[\]();,]+/)
    .map((product) => product.split(/[/_#]/)[0] ?? "")
    .filter((name) => name !== "");
  const named = products.find((name) => !wrappers.includes(name)) ?? products[0];
  return products[0] === "Mozilla" ? "a browser" : (named ?? "none named").slice(0, 60);
}
