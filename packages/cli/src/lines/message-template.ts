import type { AttributeValue } from './parsed-line.ts';

const hole = /\{\{|\}\}|\{[@$]?(\w+)(?:,-?\d+)?(:[^{}]*)?\}/g;

/**
 * A message of Serilog (messagetemplates.org): `Loaded {Rows} rows` with the values that its holes name. `renderings` are the
 * values of holes that have a format, in their order.
 */
export const renderTemplate = (
  template: string,
  valueOf: (name: string) => AttributeValue | undefined,
  renderings: readonly unknown[],
): string => {
  let formatted = 0;
  return template.replaceAll(hole, (text, name: string | undefined, format: string | undefined) => {
    if (name === undefined) return text[0] ?? '';
    const rendering = format === undefined ? undefined : renderings[formatted++];
    if (typeof rendering === 'string') return rendering;
    const value = valueOf(name);
    return value === undefined ? text : String(value);
  });
};
