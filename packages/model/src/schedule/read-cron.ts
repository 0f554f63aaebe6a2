import { Cron } from 'croner';

/** A cron expression that was read, or what is wrong with it and what to write instead. */
export type CronReading =
  { readonly cron: Cron; readonly problem?: undefined } | { readonly cron?: undefined; readonly problem: string };

const example = '"0 6 * * *" is every day at 06:00';
const fieldsWords = `cron has five fields, minute hour day month weekday: ${example}`;
const stepped = /^(\d+)\/(\d+)$/u;

interface Field {
  readonly name: string;
  readonly range: string;
  readonly isIn: (value: number) => boolean;
}
const within = (name: string, least: number, most: number): Field => ({
  name,
  range: `${least} to ${most}`,
  isIn: (value) => value >= least && value <= most,
});
const fields: readonly Field[] = [
  within('second', 0, 59),
  within('minute', 0, 59),
  within('hour', 0, 23),
  within('day of the month', 1, 31),
  within('month', 1, 12),
  within('weekday', 0, 7),
];

/** Reads five fields, six with seconds first, or a word such as `@daily`. A time zone must be readable. */
export const readCron = (expression: string, timeZone: string): CronReading => {
  const problem = shapeProblem(expression);
  if (problem !== undefined) return { problem };
  try {
    const cron = new Cron(expression.trim(), { timezone: timeZone, mode: '5-or-6-parts' });
    return cron.nextRun() === null ? { problem: 'it never comes: no year has such a day' } : { cron };
  } catch (error) {
    return { problem: wordsOf(error) };
  }
};

/** What people write that other schedulers understand; the rest is left to the library. */
const shapeProblem = (expression: unknown): string | undefined => {
  if (typeof expression !== 'string') return `it is not text; ${fieldsWords}`;
  const parts = expression.trim().split(/\s+/u);
  const [first = ''] = parts;
  if (first === '') return `it is empty; ${fieldsWords}`;
  if (first.startsWith('@')) return parts.length === 1 ? nicknameProblem(first) : `"${first}" stands alone`;
  if (/^(?:CRON_)?TZ=/u.test(first)) return 'the time zone has a setting of its own; leave it out here';
  if (/^(?:cron|rate)\(/u.test(expression.trim())) return `this is how AWS writes it; ${fieldsWords}`;
  if (parts.length < 5 || parts.length > 6)
    return `it has ${parts.length} ${parts.length === 1 ? 'field' : 'fields'}; ${fieldsWords}`;
  const named = parts.length === 5 ? fields.slice(1) : fields;
  return parts.map((part, index) => fieldProblem(part, named[index] as Field)).find((found) => found !== undefined);
};

const nicknames = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

const nicknameProblem = (word: string): string | undefined =>
  nicknames.includes(word.toLowerCase())
    ? undefined
    : `"${word}" is unknown; use @hourly, @daily, @weekly, @monthly, @yearly or five fields such as "0 6 * * *"`;

const fieldProblem = (part: string, field: Field): string | undefined => {
  const isDay = field.name.startsWith('day') || field.name === 'weekday';
  for (const item of part.split(',')) {
    if (item === '') return `"${part}" as ${field.name} has a comma too many`;
    const [, from, step] = stepped.exec(item) ?? [];
    if (from !== undefined)
      return `"${item}" as ${field.name} is not cron; use "${from === '0' ? '*' : `${from}-${field.range.split(' ').at(-1)}`}/${step}"`;
    if (/^H(?:\(|\/|$)/u.test(item))
      return `"${item}" as ${field.name} is understood by Jenkins only; use a number such as 0`;
    if (item.startsWith('?') && !isDay) return `"?" as ${field.name} is not cron; use "*"`;
    const outside = /^\d+(?:-\d+)?(?=\/|$)/u
      .exec(item)?.[0]
      .split('-')
      .find((number) => !field.isIn(Number(number)));
    if (outside !== undefined) return `${outside} is not a valid ${field.name}; use ${field.range}`;
    const [, least, most] = /^(\d+)-(\d+)/u.exec(item) ?? [];
    if (least !== undefined && Number(least) > Number(most))
      return `"${item}" as ${field.name} ends before it begins; use "${least}-${field.range.split(' ').at(-1)},${field.range.split(' ')[0]}-${most}"`;
  }
  return undefined;
};

const wordsOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return `${message
    .replace(/^CronPattern: /u, '')
    .replace(/^Syntax error, /u, '')
    .replace(/\.$/u, '')}; ${fieldsWords}`;
};
