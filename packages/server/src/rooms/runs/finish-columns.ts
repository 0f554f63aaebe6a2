import { formatBytes } from '@sightglass/model';

/** Characters of a message or stack trace that are read of a run or stage; log records hold the whole. */
const mostRead = 65_536;

const failureParts = ['FailureMessage', 'FailureStacktrace'] as const;
const commonTypes = {
  At: "DateTime64(9, \\'UTC\\')",
  State: 'String',
  DurationMs: 'Float64',
  FailureType: 'String',
  FailureMessage: 'String',
  FailureStacktrace: 'String',
} as const;
const runTypes = {
  ...commonTypes,
  ExitCode: 'String',
  ExitSignal: 'String',
  Read: 'Int64',
  Written: 'Int64',
  Rejected: 'Int64',
  Filtered: 'Int64',
  Deduplicated: 'Int64',
  Unmatched: 'Int64',
} as const;

/** The finish with texts cut to what is read, and how many bytes each has whole. `FINAL` folds the tuple whole, but not its subcolumns. */
const finishSql = (types: Readonly<Record<string, string>>): string => {
  const whole = (name: string) => `tupleElement(materialize(Finish), '${name}')`;
  const isCut = (name: string) => (failureParts as readonly string[]).includes(name);
  const values = [
    ...Object.keys(types).map((name) => (isCut(name) ? `leftUTF8(${whole(name)}, ${mostRead})` : whole(name))),
    ...failureParts.map((name) => `length(${whole(name)})`),
  ];
  const named = [
    ...Object.entries(types).map(([name, type]) => `${name} ${type}`),
    ...failureParts.map((name) => `${name}Bytes UInt64`),
  ];
  return `CAST((${values.join(', ')}), 'Tuple(${named.join(', ')})')`;
};

/** `Finish` of a run of `rowsOfRuns`. */
export const runFinishSql = finishSql(runTypes);
/** `Finish` of a stage of `stages FINAL`. */
export const stageFinishSql = finishSql(commonTypes);

/** A text of which only the beginning was read, with what is said of the rest. */
export const cutText = (text: string, wholeBytes: number, where: string): string =>
  Buffer.byteLength(text) >= wholeBytes ? text : `${text}… (${formatBytes(wholeBytes)}; the whole is ${where})`;
