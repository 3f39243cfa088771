import { spawn } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadOrCreateSecrets } from "../../lib/secrets";
import { type TemporaryDirectory, temporaryDirectory } from "../support/temporary-directory";

let directory: TemporaryDirectory;
let file: string;

beforeEach(() => {
  directory = temporaryDirectory();
  file = join(directory.path, "secrets.json");
});
afterEach(() => directory.remove());

it("keeps what the first start generated, readable by the owner only", () => {
  const first = loadOrCreateSecrets({ PRYSM_DATA_DIR: directory.path });
  const second = loadOrCreateSecrets({ PRYSM_DATA_DIR: directory.path });

  expect(second).toEqual(first);
  expect(first.encryptionKey).toMatch(/^[0-9a-f]{64}$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory.path)).toEqual(["secrets.json"]);
});

it("prefers the settings", () => {
  const given = { PRYSM_SECRET: "a secret that was set", PRYSM_ENCRYPTION_KEY: "ab".repeat(32) };

  const secrets = loadOrCreateSecrets({ PRYSM_DATA_DIR: directory.path, ...given });

  expect(secrets.secret).toBe(given.PRYSM_SECRET);
  expect(secrets.encryptionKey).toBe(given.PRYSM_ENCRYPTION_KEY);
  expect(secrets.postgresPassword).toMatch(/^[0-9a-f]{48}$/);
});

it("leaves the disk alone when the settings hold everything", () => {
  const secrets = loadOrCreateSecrets({
    PRYSM_DATA_DIR: directory.path,
    PRYSM_SECRET: "a secret that was set",
    PRYSM_ENCRYPTION_KEY: "ab".repeat(32),
    DATABASE_URL: "postgresql://localhost/prysm",
  });

  expect(secrets.postgresPassword).toBeNull();
  expect(readdirSync(directory.path)).toEqual([]);
});

it.each(["", "{", "null", '{"secret":"short"}'])(
  "does not replace a damaged file: %j",
  (content) => {
    writeFileSync(file, content);

    expect(() => loadOrCreateSecrets({ PRYSM_DATA_DIR: directory.path })).toThrow(
      /secrets\.json is unusable \(its content is damaged\)/,
    );
    expect(readFileSync(file, "utf8")).toBe(content);
  },
);

it.skipIf(process.getuid?.() === 0)("does not replace a file it cannot read", () => {
  loadOrCreateSecrets({ PRYSM_DATA_DIR: directory.path });
  chmodSync(file, 0);

  expect(() => loadOrCreateSecrets({ PRYSM_DATA_DIR: directory.path })).toThrow(/EACCES/);
});

it("gives first starts at the same time the same secrets", async () => {
  const module = resolve(import.meta.dirname, "../../lib/secrets.ts");
  const script = `const { loadOrCreateSecrets } = await import(${JSON.stringify(module)});
    process.stdout.write(loadOrCreateSecrets({ PRYSM_DATA_DIR: ${JSON.stringify(directory.path)} }).secret)`;
  const starts = Array.from({ length: 4 }, () => outputOf(script));

  const secrets = new Set(await Promise.all(starts));

  expect([...secrets]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
});

function outputOf(script: string): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((settle) => child.once("close", () => settle(output)));
}
