import { type Severity, severities, severityOf } from '../telemetry/severity.ts';

const aliases: Readonly<Record<string, Severity>> = {
  TRACE: 'DEBUG',
  INFORMATION: 'INFO',
  NOTICE: 'INFO',
  WARNING: 'WARN',
  ERR: 'ERROR',
  FATAL: 'CRITICAL',
};
const allNumbers = Array.from({ length: 25 }, (_, number) => number);

/** Severity numbers 0-24 that `ERROR`, `WARN+` (and above), `13` or several with commas stand for; undefined when one is none. */
export const severityNumbersOf = (text: string): number[] | undefined => {
  const each = text.split(',').map((part) => numbersOf(part.trim()));
  const known = each.filter((numbers) => numbers !== undefined);
  return known.length < each.length ? undefined : [...new Set(known.flat())];
};

const numbersOf = (text: string): number[] | undefined => {
  const name = text.replace(/\+$/, '');
  const isOpen = text.endsWith('+');
  if (isNumber(name)) return isOpen ? allNumbers.filter((number) => number >= Number(name)) : [Number(name)];
  const level = levelOf(name);
  if (level === undefined) return undefined;
  const levels = isOpen ? severities.slice(severities.indexOf(level)) : [level];
  return allNumbers.filter((number) => levels.includes(severityOf(number)));
};

const isNumber = (text: string): boolean => /^(?:\d|1\d|2[0-4])$/.test(text);

const levelOf = (text: string): Severity | undefined => {
  const name = text.toUpperCase();
  return Object.hasOwn(aliases, name) ? aliases[name] : severities.find((severity) => severity === name);
};

/** Numbers that `>=WARN`, `<ERROR`, `>12` or `INFO..ERROR` stand for; undefined when it is written otherwise. */
export const severityRangeOf = (text: string): number[] | undefined => {
  const [, from, to] = /^(.+?)\.\.(.+)$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined) {
    const [over, under] = [severityRangeOf(`>=${from}`), severityRangeOf(`<=${to}`)];
    return over?.filter((number) => under?.includes(number) === true);
  }
  const [, sign = '', edge = ''] = /^([<>]=?)(.+)$/.exec(text) ?? [];
  if (sign === '') return undefined;
  const ranks = isNumber(edge) ? allNumbers : allNumbers.map(rankOf);
  const wanted = isNumber(edge) ? Number(edge) : rankOfLevel(edge);
  if (wanted === undefined) return undefined;
  return allNumbers.filter((number) => compares(sign, ranks[number] ?? 0, wanted));
};

const rankOf = (number: number): number => severities.indexOf(severityOf(number));
const rankOfLevel = (name: string): number | undefined => {
  const level = levelOf(name);
  return level === undefined ? undefined : severities.indexOf(level);
};

const compares = (sign: string, own: number, wanted: number): boolean =>
  own === wanted ? sign.endsWith('=') : sign.startsWith('>') === own > wanted;
