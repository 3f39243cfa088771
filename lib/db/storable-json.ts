/**
 * JSON that Postgres accepts as jsonb: NUL and lone surrogates, which JSON can spell and jsonb cannot
 * hold, become visible stand-ins.
 */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/\\u(0000|d[89a-f])/i.test(json)) return json;
  // Every escape is matched, so that a backslash which is itself escaped never starts one.
  return json.replace(/\\(?:u([0-9a-f]{4})|.)/gi, (spelled, code?: string) => {
    if (code === "0000") return "␀";
    return code && /^d[89a-f]/i.test(code) ? "\ufffd" : spelled;
  });
}
