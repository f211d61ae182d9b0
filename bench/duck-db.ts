import { DuckDBInstance } from "@duckdb/node-api";

/** Error codes of the compliance pattern, as SQL has them. */
const deniedCodes = ["%UnauthorizedOperation", "AccessDenied%"];

/**
 * Counts the denied calls in a folder of log files as DuckDB's page on JSON shows it, on as many threads as it takes by
 * itself. https://duckdb.org/docs/stable/data/json/loading_json
 */
export async function countDeniedWithDuckDb(
  folder: string,
): Promise<{ readonly denied: number; readonly durationMs: number }> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const began = performance.now();
  const conditions = deniedCodes.map((code) => `record.errorCode LIKE '${code}'`);
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::INTEGER FROM (SELECT unnest(Records) AS record FROM read_json_auto('${folder}/*.json.gz'))
     WHERE ${conditions.join(" OR ")}`,
  );
  const durationMs = performance.now() - began;
  const denied = Number(reader.getRows()[0]?.[0]);
  connection.closeSync();
  instance.closeSync();
  return { denied, durationMs };
}
