import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The text of schema.prisma. */
export const PRISMA_SCHEMA = readFileSync(
  join(import.meta.dirname, "../../prisma/schema.prisma"),
  "utf8",
);

export interface Column {
  name: string;
  type: string;
  isNullable: boolean;
  hasDefault: boolean;
}

export interface Model {
  table: string;
  columns: Column[];
  /** Primary keys, unique keys and indexes by their columns, such as `u:organization_id,slug`. */
  indexes: string[];
  /** `user_id>users.id c`: c when a deleted parent takes its rows along. */
  references: string[];
}

interface Field {
  name: string;
  column: string;
  type: string;
  rest: string;
}

const SCALARS: Readonly<Record<string, string>> = {
  String: "text",
  Bytes: "bytea",
  Json: "jsonb",
  "DateTime@db.Timestamptz(3)": "timestamp(3) with time zone",
  "String@db.Uuid": "uuid",
  "String[]": "text[]",
  Role: '"Role"',
};

const INDEX_KINDS: Readonly<Record<string, string>> = { id: "p", unique: "u", index: "i" };

/** What schema.prisma declares about its tables, in the database's own words. */
export function readPrismaModels(): Model[] {
  const blocks = [...PRISMA_SCHEMA.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  const tables = new Map(blocks.map(([, name = "", body = ""]) => [name, tableOf(body)]));
  return blocks.map(([, , body = ""]) => toModel(body, tables));
}

function toModel(body: string, tables: ReadonlyMap<string, string>): Model {
  const fields = body.split("\n").flatMap(toField);
  const scalars = fields.filter(({ type }) => !tables.has(type.replace(/[[\]?]/g, "")));
  return {
    table: tableOf(body),
    columns: scalars.map(toColumn),
    indexes: [...scalars.flatMap(ownIndexes), ...sharedIndexes(body, fields)],
    references: fields.flatMap((field) => toReference(field, fields, tables)),
  };
}

function toField(line: string): Field[] {
  const [, name, type, rest = ""] = /^\s*(\w+)\s+([\w[\]?]+)(?:\s+(.*))?$/.exec(line) ?? [];
  if (!name || !type) return [];
  return [{ name, type, rest, column: /@map\("(\w+)"\)/.exec(rest)?.[1] ?? name }];
}

function toColumn({ column, type, rest }: Field): Column {
  const native = /@db\.\w+(?:\(\d+\))?/.exec(rest)?.[0] ?? "";
  const known = SCALARS[type.replace("?", "") + native];
  if (!known) throw new Error(`Teach this reader the type ${type}${native}.`);
  return {
    name: column,
    type: known,
    // Prisma declares lists as nullable columns and never writes null into them.
    isNullable: type.endsWith("?") || type.endsWith("[]"),
    hasDefault: rest.includes("@default"),
  };
}

function ownIndexes({ column, rest }: Field): string[] {
  const [, kind = ""] = /@(id|unique)\b/.exec(rest) ?? [];
  return INDEX_KINDS[kind] ? [`${INDEX_KINDS[kind]}:${column}`] : [];
}

function sharedIndexes(body: string, fields: Field[]): string[] {
  return [...body.matchAll(/@@(id|unique|index)\(\[([^\]]+)\]\)/g)].map(
    ([, kind = "", list = ""]) => {
      const columns = list.split(",").map((name) => columnOf(fields, name.trim()));
      return `${INDEX_KINDS[kind]}:${columns.join()}`;
    },
  );
}

function toReference(
  { type, rest }: Field,
  fields: Field[],
  tables: ReadonlyMap<string, string>,
): string[] {
  const pattern = /@relation\(fields: \[(\w+)\], references: \[(\w+)\], onDelete: Cascade\)/;
  const [, from = "", to] = pattern.exec(rest) ?? [];
  return to ? [`${columnOf(fields, from)}>${tables.get(type)}.${to} c`] : [];
}

function columnOf(fields: Field[], name: string): string {
  return fields.find((field) => field.name === name)?.column ?? name;
}

function tableOf(body: string): string {
  return /@@map\("(\w+)"\)/.exec(body)?.[1] ?? "";
}
