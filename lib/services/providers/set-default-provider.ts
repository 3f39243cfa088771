import { z } from "zod";
import { transaction } from "../../db/prisma";
import { updateDefaultProvider } from "../../db/projects";
import { listProviderRecords } from "../../db/providers";
import { PrysmError } from "../../errors";
import { instanceUpstreams } from "../../instance-upstreams";
import { runtime } from "../../runtime";
import { parseInput } from "../parse-input";
import { requirePermission } from "../permissions";
import { recordAudit } from "../record-audit";
import type { ServiceContext } from "../service-context";

/** A provider of the project or of the instance; null goes back to the instance's default. */
export const setDefaultProviderInput = z.object({ name: z.string().trim().nullable() });
export type SetDefaultProviderInput = z.input<typeof setDefaultProviderInput>;

export async function setDefaultProvider(
  context: ServiceContext,
  input: SetDefaultProviderInput,
): Promise<{ defaultProvider: string | null }> {
  requirePermission(context, "provider.manage");
  const { name } = parseInput(setDefaultProviderInput, input);
  return transaction(async (db) => {
    const own = await listProviderRecords(db, context.projectId);
    const known = [...own, ...instanceUpstreams(runtime().env)].map((provider) => provider.name);
    if (name !== null && !known.includes(name)) {
      const message = `There is no provider called "${name}". Choose one of: ${known.join(", ")}.`;
      throw new PrysmError("unknown_provider", message, { param: "name" });
    }
    await updateDefaultProvider(db, context.projectId, name);
    const event = {
      action: "provider.set_default",
      targetId: context.projectId,
      details: { name },
    };
    await recordAudit(db, context, event);
    return { defaultProvider: name };
  });
}
