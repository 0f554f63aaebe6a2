import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document, type Node, type YAMLError } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from './config-error.ts';

/** Where in the settings something is wrong. */
export type Issue = { readonly message: string; readonly path: readonly PropertyKey[] } & (
  | Pick<z.core.$ZodIssueUnrecognizedKeys, 'code' | 'keys'>
  | { readonly code?: Exclude<z.core.$ZodIssue['code'], 'unrecognized_keys'> }
);

/** Settings of a YAML file, and where in it an issue is. */
export interface YamlFile {
  readonly settings: Readonly<Record<string, unknown>>;
  /** `file:line:column`; undefined for a setting the file does not hold. */
  locate(issue: Issue): string | undefined;
}

/** Raises ConfigError with file, line and column. */
export const readYamlFile = (file: string): YamlFile => {
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw new ConfigError(`${at(error.pos[0])}: ${syntaxWords(error, line)}`);
  }
  const settings: unknown = document.toJS() ?? {};
  if (typeof settings !== 'object' || Array.isArray(settings)) {
    throw new ConfigError(`${at(0)}: the file must hold settings as \`name: value\`.`);
  }
  return {
    settings: settings as Record<string, unknown>,
    locate: (issue) => {
      const offset = nodeOf(document, issue)?.range?.[0];
      return offset === undefined ? undefined : at(offset);
    },
  };
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(unreadable(file, error), { cause: error });
  }
};

const unreadable = (file: string, error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT')
    return `there is no file ${file}${isAbsolute(file) ? '' : ` (looked in ${process.cwd()})`}; give the configuration with --config or SIGHTGLASS_CONFIG`;
  if (code === 'EISDIR') return `${file} is a folder; name the configuration file in it`;
  return code === 'EACCES' ? `${file} may not be read: permission denied` : `${file} cannot be read: ${message}`;
};

/** The words of the YAML parser, but where they help nobody. */
const syntaxWords = ({ code, message }: YAMLError, line: number): string => {
  if (code === 'BLOCK_AS_IMPLICIT_KEY')
    return `line ${line} has a value and nested settings; is the indentation of line ${line + 1} right?`;
  return code === 'TAB_AS_INDENT' ? 'a tab indents this line; YAML requires spaces' : message;
};

/** The node an issue is about: the unknown key itself, or the value, or what should have held it. */
const nodeOf = (document: Document, issue: Issue): Node | undefined => {
  for (let path = [...issue.path]; ; path = path.slice(0, -1)) {
    const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
    if (isNode(node)) return (issue.code === 'unrecognized_keys' ? keyNode(node, issue.keys[0]) : undefined) ?? node;
    if (path.length <= 1) return undefined;
  }
};

const keyNode = (node: Node, key: string | undefined): Node | undefined => {
  if (!isMap(node)) return undefined;
  const found = node.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
  return isScalar(found?.key) ? found.key : undefined;
};
