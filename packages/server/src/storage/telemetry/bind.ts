import { quote } from './literal.ts';

export type QueryParameters = Readonly<Record<string, string | number | readonly string[]>>;

const types = {
  String: (value: unknown) => (typeof value === 'string' ? quote(value) : undefined),
  'Array(String)': (value: unknown) =>
    Array.isArray(value) ? `[${value.map((item) => quote(String(item))).join(', ')}]` : undefined,
  Int64: (value: unknown) => (/^-?\d{1,19}$/.test(`${value as number}`) ? `toInt64('${value as number}')` : undefined),
  UInt64: (value: unknown) => (/^\d{1,20}$/.test(`${value as number}`) ? `toUInt64('${value as number}')` : undefined),
} as const;

/**
 * Writes parameters, marked `{name:Type}`, into the SQL as literals. The HTTP interface would carry them in the address of the
 * request, where a few hundred ids or a long search do not fit. Raises ParameterError.
 */
export const bind = (sql: string, parameters: QueryParameters): string =>
  sql.replaceAll(
    /\{(\w+):(String|Array\(String\)|Int64|UInt64)\}/g,
    (_marker, name: string, type: keyof typeof types) => {
      const literal = types[type](parameters[name]);
      if (literal === undefined) throw new ParameterError(name, type);
      return literal;
    },
  );

export class ParameterError extends Error {
  readonly code = 'QUERY_PARAMETER_INVALID';
  constructor(name: string, type: string) {
    super(`The query needs a parameter ${name} of type ${type}.`);
  }
}
