import { checkVerdicts, type RunState, runStates } from '@sightglass/model';
import { type HourMeasure, hourMeasures } from '../../run-times/hour-cells.ts';
import { oneOf, text } from '../../url/search-params.ts';
import { readTimeRange, type TimeRange } from '../../url/time-range.ts';

/** What the list of runs is narrowed to, and its order, as its address holds it. */
export interface RunsSearch extends TimeRange {
  /** Several by commas. */
  readonly state?: string;
  /** Only runs that succeeded and whose data is to be checked all the same; instead of states. */
  readonly only?: 'to-check';
  readonly namespace?: string;
  readonly pipeline?: string;
  readonly owner?: string;
  readonly environment?: string;
  /** Of the code that ran. */
  readonly version?: string;
  /** Text of the error. */
  readonly error?: string;
  /** A kind of error, as the server names it. */
  readonly cause?: string;
  /** Runs that used it: `database:NAME`, `api:NAME`, `file-store:NAME` or `host:NAME`; the time is then that in which they went on. */
  readonly system?: string;
  readonly sort?: (typeof sorts)[number];
  readonly order?: 'asc';
  readonly groupBy?: 'cause' | 'hour';
  /** What the hours of the week are shaded by. */
  readonly measure?: HourMeasure;
  /** Only runs that started in this hour of the week, `mon-02`, by the clocks of `zone`. */
  readonly hour?: string;
  readonly zone?: string;
}

/** Beside the start, which is the order when none is given. */
export const sorts = ['duration', 'rows'] as const;

export const readRunsSearch = (search: Record<string, unknown>): RunsSearch => ({
  ...(search['only'] === 'to-check' ? { only: 'to-check' as const } : knownStates(search)),
  ...text('namespace', search),
  ...text('pipeline', search),
  ...text('owner', search),
  ...text('environment', search),
  ...text('version', search),
  ...text('error', search),
  ...text('cause', search),
  ...oneSystem(search),
  ...oneOf('sort', search, sorts),
  ...oneOf('order', search, ['asc'] as const),
  ...oneOf('groupBy', search, ['cause', 'hour'] as const),
  ...oneOf('measure', search, hourMeasures),
  ...weekHour(search),
  ...readTimeRange(search),
});

const oneSystem = (search: Record<string, unknown>): { readonly system?: string } => {
  const { system } = text('system', search);
  return system !== undefined && /^(?:database|api|file-store|host):./u.test(system) ? { system } : {};
};

const weekHour = (search: Record<string, unknown>): Pick<RunsSearch, 'hour' | 'zone'> => {
  const { hour } = text('hour', search);
  return hour !== undefined && /^(?:mon|tue|wed|thu|fri|sat|sun)-(?:[01]\d|2[0-3])$/u.test(hour)
    ? { hour, ...text('zone', search) }
    : {};
};

const knownStates = (search: Record<string, unknown>): { readonly state?: string } => {
  const states = statesIn(text('state', search).state);
  return states.length === 0 ? {} : { state: states.join(',') };
};

/** In the order of the buttons, each once. */
export const statesIn = (listed: string | undefined): RunState[] => {
  const given = new Set(listed?.split(','));
  return runStates.filter((state) => given.has(state));
};

/** The same with a state more, or without it. */
export const withState = (listed: string | undefined, state: RunState): string | undefined => {
  const states = new Set(statesIn(listed));
  if (!states.delete(state)) states.add(state);
  return states.size === 0 ? undefined : runStates.filter((each) => states.has(each)).join(',');
};

/** What it narrows the runs to, for the server; the time and the order are apart. */
export const filterIn = ({
  state,
  namespace,
  pipeline,
  owner,
  environment,
  version,
  error,
  cause,
  system,
  hour,
  zone,
}: RunsSearch) => ({
  state,
  namespace,
  pipeline,
  owner,
  environment,
  version,
  error,
  cause,
  system,
  weekHour: hour,
  timeZone: hour === undefined ? undefined : zone,
});

/** The same with the verdict on their data, for lists of runs. */
export const listFilterIn = (search: RunsSearch) =>
  search.only === undefined
    ? { ...filterIn(search), verdict: undefined }
    : { ...filterIn(search), state: 'succeeded', verdict: checkVerdicts.join(',') };

export const isFiltered = (search: RunsSearch): boolean =>
  Object.values(listFilterIn(search)).some((value) => value !== undefined);
