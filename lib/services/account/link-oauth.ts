import { z } from "zod";
import { type Db, lockInTransaction, transaction } from "../../db/prisma";
import { findUserByAccount, findUserByEmail, insertAccount, insertUser } from "../../db/users";
import { PrysmError } from "../../errors";
import { displayName } from "../display-name";
import { parseInput } from "../parse-input";
import { emailAddress } from "./credentials";
import { foundOrganization } from "./found-organization";
import { organizationOf } from "./sign-up";

const profileSchema = z.object({
  provider: z.enum(["github", "google"]),
  providerAccountId: z.string().min(1),
  /** Null when the identity provider does not vouch for an address. */
  verifiedEmail: emailAddress.nullable(),
  name: displayName("The name").catch("New user"),
  image: z.url().nullable().catch(null),
});
export type OAuthProfile = z.input<typeof profileSchema>;
type KnownProfile = z.output<typeof profileSchema>;

const LABELS = { github: "GitHub", google: "Google" } as const;

/** The user of an identity provider's account: found, linked by a verified address, or created. */
export async function linkOAuth(input: OAuthProfile): Promise<{ userId: string }> {
  const profile = parseInput(profileSchema, input);
  return transaction(async (db) => {
    await lockInTransaction(db, `prysm.oauth ${profile.provider} ${profile.providerAccountId}`);
    const known = await findUserByAccount(db, accountOf(profile));
    if (known) return { userId: known.id };
    const userId = (await findOwner(db, profile)) ?? (await createOwner(db, profile));
    await insertAccount(db, { ...accountOf(profile), userId });
    return { userId };
  });
}

// An address that nobody verified may have been entered by someone else than its owner: linking it
// would let that person into the owner's account, or the owner into theirs.
async function findOwner(db: Db, profile: KnownProfile): Promise<string | null> {
  const email = requireVerifiedEmail(profile);
  await lockInTransaction(db, `prysm.email ${email}`);
  const user = await findUserByEmail(db, email);
  if (!user) return null;
  if (user.emailVerifiedAt) return user.id;
  throw new PrysmError(
    "conflict",
    "An account with this e-mail address already exists. Sign in with its password instead.",
  );
}

async function createOwner(db: Db, profile: KnownProfile): Promise<string> {
  const user = await insertUser(db, {
    email: requireVerifiedEmail(profile),
    name: profile.name,
    image: profile.image,
    emailVerifiedAt: new Date(),
  });
  await foundOrganization(db, user.id, organizationOf(profile.name));
  return user.id;
}

function requireVerifiedEmail({ provider, verifiedEmail }: KnownProfile): string {
  if (verifiedEmail) return verifiedEmail;
  const label = LABELS[provider];
  const message = `${label} does not confirm your e-mail address. Verify it at ${label}, then sign in again.`;
  throw new PrysmError("permission_denied", message);
}

function accountOf({ provider, providerAccountId }: KnownProfile) {
  return { provider, providerAccountId };
}
