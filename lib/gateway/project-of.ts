import { PrysmError } from "../errors";
import type { Caller, GatewayDeps, ProjectConfig } from "./deps";

/** What the caller's project has configured. Throws `unavailable` while the database does not tell. */
export async function projectOf(caller: Caller, deps: GatewayDeps): Promise<ProjectConfig> {
  try {
    return await deps.callers.getProject(caller.projectId);
  } catch (cause) {
    if (cause instanceof PrysmError) throw cause;
    const message =
      "Prysm cannot read this project's providers at the moment: its database does not answer. Try again.";
    throw new PrysmError("unavailable", message, { cause, headers: { "retry-after": "1" } });
  }
}
