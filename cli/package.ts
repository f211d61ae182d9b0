export async function packageFunctions(): Promise<number> {
  return 0;
}
