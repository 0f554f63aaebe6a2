const setting =
  /^\s*SET\s+(?:SESSION\s+)?(?:search_path\s*(?:=|TO)\s*(?<path>(?:[\w$]+|"(?:[^"]|"")*"|'(?:[^']|'')*')(?:\s*,\s*(?:[\w$]+|"(?:[^"]|"")*"|'(?:[^']|'')*'))*)|SCHEMA\s+(?<schema>'(?:[^']|'')*'))\s*;?\s*$/i;
const configured =
  /^\s*SELECT\s+(?:pg_catalog\.)?set_config\(\s*'search_path'\s*,\s*(?<path>'(?:[^']|'')*')\s*,\s*false\s*\)\s*;?\s*$/i;

/** The statement that gives another session the search path a text has set for its own; undefined of any other text. */
export const searchPathOf = (text: string): string | undefined => {
  if (!/search_path|schema/i.test(text)) return undefined;
  const found = setting.exec(text)?.groups;
  const path = found?.['path'] ?? found?.['schema'];
  if (path !== undefined) return `SET search_path = ${path}`;
  const given = configured.exec(text)?.groups?.['path'];
  return given === undefined ? undefined : `SELECT set_config('search_path', ${given}, false)`;
};
