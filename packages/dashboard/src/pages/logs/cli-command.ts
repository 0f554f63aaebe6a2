import type { LogFilter } from '@sightglass/model/rest';

const options = {
  runId: 'run',
  pipeline: 'pipeline',
  namespace: 'namespace',
  stage: 'stage',
  severity: 'severity',
  from: 'from',
  to: 'to',
} as const;
/** What the command has no option for is part of its query. */
const inQuery = { traceId: 'trace', event: 'event', service: 'service', stageId: 'stage_id' } as const;

/** The search as a command: `sightglass logs --all … 'query'`, with the server where it is not the usual one. Pure. */
export const cliCommand = (filter: LogFilter, origin: string): string => {
  const keys = Object.keys(options) as (keyof typeof options)[];
  const given = keys.flatMap((key) => (filter[key] === undefined ? [] : [`--${options[key]} ${quoted(filter[key])}`]));
  const named = (Object.keys(inQuery) as (keyof typeof inQuery)[]).flatMap((key) =>
    filter[key] === undefined ? [] : [`${inQuery[key]}:${JSON.stringify(filter[key])}`],
  );
  const query = queryOf(filter.q, named);
  const url = origin === usualOrigin ? [] : [`--url ${quoted(origin)}`];
  return ['sightglass logs --all', ...url, ...given, ...(query === '' ? [] : [quoted(query)])].join(' ');
};

const usualOrigin = 'http://127.0.0.1:4318';

const queryOf = (q: string | undefined, named: readonly string[]): string =>
  [...(q === undefined ? [] : [named.length > 0 && /\bOR\b|\|\|/iu.test(q) ? `(${q})` : q]), ...named].join(' ');

/** One word of a POSIX shell. */
const quoted = (text: string): string => (/^[\w.:/+-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
