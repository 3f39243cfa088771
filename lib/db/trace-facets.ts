import { firstIdAt } from "../ids";
import { runtime } from "../runtime";

const SAMPLE_SIZE = 5_000;

export interface TraceFacets {
  models: string[];
  providers: string[];
}

/** Which models and providers a project's latest calls name; `from` and `to` bound them. */
export async function listTraceFacets(
  projectId: string,
  range: { from?: Date; to?: Date },
): Promise<TraceFacets> {
  const { rows } = await runtime().pool.query<{ model: string | null; provider: string | null }>(
    `SELECT DISTINCT model, provider FROM (
       SELECT model, provider FROM traces
        WHERE project_id = $1 AND id >= $2 AND id < $3
        ORDER BY id DESC LIMIT ${SAMPLE_SIZE}) AS latest`,
    [
      projectId,
      firstIdAt(range.from?.getTime() ?? 0),
      firstIdAt(range.to?.getTime() ?? Number.MAX_SAFE_INTEGER),
    ],
  );
  return {
    models: sorted(rows.map((row) => row.model)),
    providers: sorted(rows.map((row) => row.provider)),
  };
}

function sorted(values: (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].sort();
}
