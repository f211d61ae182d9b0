/**
 * Runtimes of Lambda and the day after which AWS supports them no longer.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
export const lastDays: Readonly<Record<string, string>> = {
  "nodejs24.x": "2028-04-30",
  "nodejs22.x": "2027-04-30",
};
