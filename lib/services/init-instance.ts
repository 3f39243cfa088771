import { apiKeyPrefix, sha256 } from "../crypto";
import { findApiKeyByHash, insertApiKey } from "../db/api-keys";
import {
  findMembership,
  findOrganizationBySlug,
  insertMembership,
  insertOrganization,
} from "../db/organizations";
import { type Db, lockInTransaction, transaction } from "../db/prisma";
import { findProjectBySlug, insertProject } from "../db/projects";
import { findUserByEmail, insertUser } from "../db/users";
import type { Env } from "../env";
import { EnvError } from "../env";
import { runtime } from "../runtime";
import { hashPassword } from "./account/password";
import { DEFAULT_SCOPES } from "./api-keys/create-api-key";
import { recordAudit } from "./record-audit";
import type { Actor } from "./service-context";
import { slugOf } from "./slug";

const SYSTEM: Actor = { type: "system", userId: null };

interface Place {
  organizationId: string;
  projectId: string;
}

/**
 * Creates what the `PRYSM_INIT_*` variables name and is not there yet. Safe to run on every start and
 * in several processes at once; what people changed since stays as they left it.
 */
export async function initInstance(): Promise<void> {
  const { env } = runtime();
  const isAsked =
    env.PRYSM_INIT_ORG ||
    env.PRYSM_INIT_PROJECT ||
    env.PRYSM_INIT_USER_EMAIL ||
    env.PRYSM_INIT_API_KEY;
  if (!isAsked) return;
  await transaction(async (db) => {
    await lockInTransaction(db, "prysm.init");
    const place = await ensureProject(db, env);
    await ensureOwner(db, env, place);
    await ensureApiKey(db, env, place);
  });
}

// Found by slug, so that a name changed in the dashboard does not make a second one.
async function ensureProject(db: Db, env: Env): Promise<Place> {
  await lockInTransaction(db, "prysm.organization-slugs");
  const name = env.PRYSM_INIT_ORG ?? "Default";
  const slug = slugOf(name, "organization");
  const found = await findOrganizationBySlug(db, slug);
  const organization = found ?? (await insertOrganization(db, { name, slug }));
  const { id: organizationId } = organization;
  if (!found) {
    const scope = { actor: SYSTEM, organizationId };
    const event = {
      action: "organization.create",
      targetId: organizationId,
      details: { name, slug },
    };
    await recordAudit(db, scope, event);
  }
  return { organizationId, projectId: await ensureProjectOf(db, env, organizationId) };
}

async function ensureProjectOf(db: Db, env: Env, organizationId: string): Promise<string> {
  const name = env.PRYSM_INIT_PROJECT ?? "Default";
  const slug = slugOf(name, "project");
  const found = await findProjectBySlug(db, organizationId, slug);
  if (found) return found.id;
  const { id } = await insertProject(db, { organizationId, name, slug });
  const scope = { actor: SYSTEM, organizationId, projectId: id };
  await recordAudit(db, scope, { action: "project.create", targetId: id, details: { name, slug } });
  return id;
}

async function ensureOwner(db: Db, env: Env, place: Place): Promise<void> {
  const email = env.PRYSM_INIT_USER_EMAIL;
  if (!email) return;
  const user = (await findUserByEmail(db, email)) ?? (await insertOwner(db, env, email));
  if (await findMembership(db, place.organizationId, user.id)) return;
  if (!user.emailVerifiedAt) {
    // Anyone can sign up with an address that is not theirs; the instance's organization is not for them.
    runtime().log.warn(
      "PRYSM_INIT_USER_EMAIL names an account whose address was never verified; it was not made an owner.",
    );
    return;
  }
  await insertMembership(db, {
    organizationId: place.organizationId,
    userId: user.id,
    role: "owner",
  });
  const event = { action: "membership.create", targetId: user.id, details: { role: "owner" } };
  await recordAudit(db, { actor: SYSTEM, organizationId: place.organizationId }, event);
}

async function insertOwner(db: Db, env: Env, email: string) {
  return insertUser(db, {
    email,
    name: email.split("@")[0] ?? email,
    passwordHash: await hashPassword(env.PRYSM_INIT_USER_PASSWORD ?? ""),
    emailVerifiedAt: new Date(),
  });
}

async function ensureApiKey(db: Db, env: Env, place: Place): Promise<void> {
  const key = env.PRYSM_INIT_API_KEY;
  if (!key) return;
  const found = await findApiKeyByHash(db, sha256(key));
  if (!found) return insertInitKey(db, key, place);
  if (found.projectId !== place.projectId) {
    throw new EnvError(
      "PRYSM_INIT_API_KEY already belongs to another project. Set another key, or the PRYSM_INIT_ORG and PRYSM_INIT_PROJECT it was made for.",
    );
  }
  if (found.revokedAt) {
    runtime().log.warn("PRYSM_INIT_API_KEY was revoked in the dashboard and stays revoked.");
  }
}

async function insertInitKey(db: Db, key: string, place: Place): Promise<void> {
  const prefix = apiKeyPrefix(key);
  const { id } = await insertApiKey(db, {
    projectId: place.projectId,
    name: "Initial key",
    hash: sha256(key),
    prefix,
    scopes: [...DEFAULT_SCOPES],
    createdById: null,
  });
  const event = {
    action: "api_key.create",
    targetId: id,
    details: { name: "Initial key", prefix },
  };
  await recordAudit(db, { actor: SYSTEM, ...place }, event);
}
