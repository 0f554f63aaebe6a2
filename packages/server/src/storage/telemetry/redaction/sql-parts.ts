import { hashDigits, type RedactionAction } from '@sightglass/model/redaction';
import { quote } from '../literal.ts';

/** Evaluates `expression`, which reads `value` by `name`; `value` is evaluated once and written once. */
export const bound = (name: string, value: string, expression: string): string =>
  `arrayMap(${name} -> ${expression}, [${value}])[1]`;

export const listOf = (texts: readonly string[]): string => `[${texts.map(quote).join(', ')}]`;

/** SQL of a mark; `rule` and `secret` are SQL. */
export const markSql = (action: RedactionAction, rule: string, secret: string, hashKey: string): string => {
  if (action === 'drop') return `concat('[dropped:', ${rule}, ']')`;
  return action === 'mask'
    ? `concat('[redacted:', ${rule}, ']')`
    : `concat('[hashed:', ${rule}, ':h', substring(lower(hex(HMAC('sha256', ${secret}, ${quote(hashKey)}))), 1, ${hashDigits}), ']')`;
};

const divider = String.raw`'\x01'`;

/** Text in pieces, of which every second is a match of the pattern. */
export const piecesSql = (text: string, pattern: string): string =>
  `splitByChar(${divider}, replaceRegexpAll(replaceAll(${text}, ${divider}, ' '), ${quote(pattern)}, '\\x01\\\\0\\x01'))`;
