import { expect, test } from "vitest";
import { runtime } from "../../../lib/runtime";
import { Prisma } from "../../../prisma/generated/client";
import { type Column, PRISMA_SCHEMA, readPrismaModels } from "../../support/prisma-models";

const MODELS = readPrismaModels();

test("the schema was read whole", () => {
  expect(MODELS.map(({ table }) => table).sort()).toEqual(
    "accounts api_keys audit_log memberships organizations projects providers users".split(" "),
  );
  expect(Object.keys(Prisma.ModelName)).toHaveLength(MODELS.length);
});

test.each(MODELS)(
  "the migrations make the table $table as schema.prisma declares it",
  async (model) => {
    const columns = await runtime().pool.query(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type,
            NOT attnotnull AS "isNullable", atthasdef AS "hasDefault"
       FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      [model.table],
    );
    expect(sorted(columns.rows)).toEqual(sorted(model.columns));

    const indexes = await runtime().pool.query(
      `SELECT (CASE WHEN indisprimary THEN 'p' WHEN indisunique THEN 'u' ELSE 'i' END) || ':' ||
            (SELECT string_agg(attname, ',' ORDER BY place) FROM unnest(indkey::int[])
               WITH ORDINALITY AS k(number, place) JOIN pg_attribute ON attrelid = indrelid AND attnum = number) AS line
       FROM pg_index WHERE indrelid = $1::regclass`,
      [model.table],
    );
    expect(indexes.rows.map((row) => row.line).sort()).toEqual(model.indexes.sort());

    const references = await runtime().pool.query(
      `SELECT a.attname || '>' || confrelid::regclass || '.' || f.attname || ' ' || confdeltype::text AS line
       FROM pg_constraint
       JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
       JOIN pg_attribute f ON f.attrelid = confrelid AND f.attnum = confkey[1]
      WHERE contype = 'f' AND conrelid = $1::regclass`,
      [model.table],
    );
    expect(references.rows.map((row) => row.line).sort()).toEqual(model.references.sort());
  },
);

test("the roles are the same", async () => {
  const { rows } = await runtime().pool.query(
    `SELECT enumlabel FROM pg_enum WHERE enumtypid = '"Role"'::regtype ORDER BY enumsortorder`,
  );
  const declared = /^enum Role \{\n([\s\S]*?)^\}/m.exec(PRISMA_SCHEMA)?.[1]?.trim().split(/\s+/);
  expect(rows.map((row) => row.enumlabel)).toEqual(declared);
});

function sorted(columns: Column[]): Column[] {
  return [...columns].sort((a, b) => (a.name < b.name ? -1 : 1));
}
