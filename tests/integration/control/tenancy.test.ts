import { beforeAll, expect, test } from "vitest";
import { openTraceStore } from "../../../lib/db/open-trace-store";
import { prisma } from "../../../lib/db/prisma";
import { findProjectAccess } from "../../../lib/db/projects";
import { newId } from "../../../lib/ids";
import { listApiKeys } from "../../../lib/queries/api-keys";
import { getNavigation } from "../../../lib/queries/navigation";
import { getOnboarding } from "../../../lib/queries/onboarding";
import { listProviders } from "../../../lib/queries/providers";
import { getTraceObject, listTraceObjects } from "../../../lib/queries/read-api";
import { findRequestDetail } from "../../../lib/queries/request-detail";
import { listRequestFacets, listRequests } from "../../../lib/queries/requests";
import { createApiKey } from "../../../lib/services/api-keys/create-api-key";
import { revokeApiKey } from "../../../lib/services/api-keys/revoke-api-key";
import { createProvider } from "../../../lib/services/providers/create-provider";
import { deleteProvider } from "../../../lib/services/providers/delete-provider";
import { loadModels } from "../../../lib/services/providers/load-models";
import { rotateProviderKey } from "../../../lib/services/providers/rotate-provider-key";
import { setDefaultProvider } from "../../../lib/services/providers/set-default-provider";
import { testProvider } from "../../../lib/services/providers/test-provider";
import { updateProvider } from "../../../lib/services/providers/update-provider";
import { aTenant, type Tenant } from "../../support/a-tenant";
import { aTrace, someBodies } from "../../support/a-trace";

const NOT_FOUND = { code: "not_found", status: 404 };

let ours: Tenant;
let theirs: Tenant;
let theirTraceId: string;
let theirKeyId: string;
let theirProviderId: string;

beforeAll(async () => {
  ours = await aTenant();
  theirs = await aTenant();
  theirKeyId = (await createApiKey(theirs.context, { name: "Theirs" })).id;
  const provider = await createProvider(theirs.context, {
    name: "theirs",
    kind: "custom",
    baseUrl: "http://127.0.0.1:1",
  });
  theirProviderId = provider.id;
  const trace = aTrace(theirs.projectId, { keyId: theirKeyId, model: "their-model" });
  theirTraceId = trace.id;
  await openTraceStore().append({
    traces: [{ trace, bodies: someBodies() }],
    refusedCalls: [],
    positions: [],
  });
});

test("the owner finds everything", async () => {
  expect(await findRequestDetail(theirs.projectId, theirTraceId)).toMatchObject({
    keyName: "Theirs",
    conversation: { messages: [{ content: "Hello" }, { content: "Hello back" }] },
  });
  expect((await listRequests(theirs.projectId, {})).rows).toHaveLength(1);
  expect(await getTraceObject(theirs.projectId, theirTraceId)).toMatchObject({ id: theirTraceId });
});

test("every list of another project is empty", async () => {
  const { projectId, userId } = ours;
  expect((await listRequests(projectId, {})).rows).toEqual([]);
  expect((await listRequests(projectId, { key: theirKeyId })).rows).toEqual([]);
  expect(await listRequestFacets(projectId, {})).toEqual({ models: [], providers: [] });
  expect(await listApiKeys(projectId)).toEqual([]);
  expect((await listProviders(projectId)).providers).toEqual([]);
  expect((await listTraceObjects(projectId, new URLSearchParams())).data).toEqual([]);
  expect((await getNavigation(userId)).organizations).toHaveLength(1);
  expect(await getOnboarding(projectId, "")).toEqual({
    hasKey: false,
    firstTrace: null,
    recentTraces: [],
    refused: [],
  });
});

test("another project's things are as unknown as none", async () => {
  const { context, projectId } = ours;
  const change = { name: "mine", kind: "custom", baseUrl: "http://127.0.0.1:2" };
  for (const id of [theirTraceId, newId(), "nonsense", "' OR 1=1 --"]) {
    expect(await findRequestDetail(projectId, id)).toBeNull();
    await expect(getTraceObject(projectId, id)).rejects.toMatchObject(NOT_FOUND);
  }
  for (const keyId of [theirKeyId, newId(), "nonsense\0"]) {
    await expect(revokeApiKey(context, { keyId })).rejects.toMatchObject(NOT_FOUND);
  }
  for (const providerId of [theirProviderId, newId(), "nonsense\0"]) {
    const update = updateProvider(context, { ...change, providerId });
    await expect(update).rejects.toMatchObject(NOT_FOUND);
    await expect(deleteProvider(context, { providerId })).rejects.toMatchObject(NOT_FOUND);
    const rotation = rotateProviderKey(context, { providerId, credential: "sk-mine" });
    await expect(rotation).rejects.toMatchObject(NOT_FOUND);
    const settings = { kind: "custom", baseUrl: "http://127.0.0.1:1" };
    for (const input of [{ providerId }, { providerId, settings }]) {
      await expect(testProvider(context, input)).rejects.toMatchObject(NOT_FOUND);
      await expect(loadModels(context, input)).rejects.toMatchObject(NOT_FOUND);
    }
  }
  const restricted = createApiKey(context, { name: "Key", allowedProviders: ["theirs"] });
  await expect(restricted).rejects.toMatchObject({ code: "unknown_provider" });
  const foreignName = setDefaultProvider(context, { name: "theirs" });
  await expect(foreignName).rejects.toMatchObject({ code: "unknown_provider" });
});

test("a project is reached by its members only, by id and by address", async () => {
  const byId = { projectId: theirs.projectId };
  const bySlug = { orgSlug: theirs.organizationSlug, projectSlug: theirs.projectSlug };
  for (const address of [byId, bySlug]) {
    expect(await findProjectAccess(prisma(), theirs.userId, address)).toMatchObject({
      role: "owner",
    });
    expect(await findProjectAccess(prisma(), ours.userId, address)).toBeNull();
  }
  for (const projectId of ["nonsense", "\0", newId()]) {
    expect(await findProjectAccess(prisma(), ours.userId, { projectId })).toBeNull();
  }
  const odd = { orgSlug: "\0", projectSlug: "default" };
  expect(await findProjectAccess(prisma(), ours.userId, odd)).toBeNull();
});
