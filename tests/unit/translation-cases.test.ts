import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const TESTS = resolve(import.meta.dirname, "..");
const CASES = 116;
/** `case 7: …`, `case 24, 25: …`, also in the tables that titles are made of. */
const TITLE = /(?<!gemini )\bcase (\d+(?:, \d+)*):/g;

function numbersIn(file: string): number[] {
  const titles = readFileSync(file, "utf8").matchAll(TITLE);
  return [...titles].flatMap(([, numbers = ""]) => numbers.split(", ").map(Number));
}

it("every numbered case of docs/translation.md has a test that names it", () => {
  const files = readdirSync(TESTS, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.includes("translation-cases"))
    .map((file) => join(TESTS, file));
  const tested = new Set(files.flatMap(numbersIn));
  const all = Array.from({ length: CASES }, (_, index) => index + 1);

  expect(all.filter((number) => !tested.has(number))).toEqual([]);
});
