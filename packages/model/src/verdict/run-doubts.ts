import type { StageState } from '../telemetry/run-state.ts';
import { countOf } from '../words/count.ts';

export const badEnds = ['failed', 'aborted', 'unended'] as const;
export type BadEnd = (typeof badEnds)[number];

/** Why the data of a run that succeeded is not taken as it is, beside its rows. */
export type RunDoubt =
  | {
      /** This stage failed, was stopped, or never ended (`unended`), and no later one of its name succeeded. */
      readonly kind: 'stage';
      readonly stage: string;
      readonly state: BadEnd;
    }
  | {
      /** A file failed this contract, could not be checked against it, or passed it with warnings; empty when that has no name. */
      readonly kind: 'contract' | 'unchecked' | 'warned';
      readonly contract: string;
      /** Name of the file, without its folder; of several, one. Absent where it is not known. */
      readonly file?: string | undefined;
      /** How many files, when several. */
      readonly files?: number | undefined;
    }
  | {
      /** Rows were loaded without the data of this external API. */
      readonly kind: 'unenriched';
      readonly dependency: string;
      readonly rows: number;
    }
  | {
      /** So many programs reported the run as their own at the same time: what they say of it is mixed. */
      readonly kind: 'programs';
      readonly programs: number;
    }
  | {
      /** Its program reported a success with warnings, in this word. */
      readonly kind: 'reported';
      readonly word: string;
    };

/** What is needed of a stage to see whether it was repeated; times in ms since the epoch. */
export interface EndedStage {
  readonly name: string;
  readonly startedAtMs: number;
  /** Absent where it is not known. */
  readonly finishedAtMs?: number | undefined;
  /** Undefined: it never ended. */
  readonly state: StageState | undefined;
}

/** Stages that did not succeed, unless one of the same name that began after their end did: a part that ran beside them repeats nothing. */
export const unrepeatedStages = <Stage extends EndedStage>(stages: readonly Stage[]): Stage[] => {
  const succeededAtMs = new Map<string, number>();
  for (const { name, startedAtMs, state } of stages)
    if (state === 'succeeded') succeededAtMs.set(name, Math.max(startedAtMs, succeededAtMs.get(name) ?? -Infinity));
  return stages.filter(
    ({ name, startedAtMs, finishedAtMs = startedAtMs, state }) =>
      state !== 'succeeded' && (succeededAtMs.get(name) ?? -Infinity) < finishedAtMs,
  );
};

/** Stages that ended badly or not at all in a run that succeeded, and were not repeated. */
export const stageDoubts = (stages: readonly EndedStage[]): RunDoubt[] => {
  const bad = unrepeatedStages(stages).map(({ name, state }): Extract<RunDoubt, { readonly kind: 'stage' }> => {
    const end: BadEnd = state === 'failed' || state === 'aborted' ? state : 'unended';
    return { kind: 'stage', stage: name, state: end };
  });
  return [...new Map(bad.map((doubt) => [doubt.stage, doubt])).values()];
};

/** A file failed its contract in this run. */
export const hasFailedContract = ({ doubts }: { readonly doubts: readonly RunDoubt[] }): boolean =>
  doubts.some(({ kind }) => kind === 'contract');

/** Warnings are mentioned, and the data can be used. */
export const isGraveDoubt = ({ kind }: RunDoubt): boolean => kind !== 'warned';

/** `a file failed contract orders and 1,204 rows were loaded without data from airports`; empty without doubts. */
export const doubtsSentence = (doubts: readonly RunDoubt[]): string => {
  const clauses = [
    ...badEnds.flatMap((end) => ofStages(end, doubts)),
    ...contractClauses.flatMap((clause) => ofContracts(clause, doubts)),
    ...doubts.flatMap(unenriched),
    ...doubts.flatMap(severalPrograms),
    ...doubts.flatMap((doubt) => (doubt.kind === 'reported' ? `it ended as "${doubt.word}"` : [])),
  ];
  const last = clauses.pop() ?? '';
  return clauses.length === 0 ? last : `${clauses.join(', ')} and ${last}`;
};

const endWords: Readonly<Record<BadEnd, readonly [one: string, several: string]>> = {
  failed: ['failed', 'failed'],
  aborted: ['was stopped', 'were stopped'],
  unended: ['never ended', 'never ended'],
};

const ofStages = (end: BadEnd, doubts: readonly RunDoubt[]): string[] => {
  const names = doubts.flatMap((doubt) => (doubt.kind === 'stage' && doubt.state === end ? doubt.stage : []));
  const [one, several] = endWords[end];
  if (names.length > 1) return [`${countOf(names.length, 'stage')} ${several}`];
  return names.map((name) => `stage ${name} ${one}`);
};

const longestFileName = 60;

/** The name of a file without its folder, as a sentence has it; undefined of an empty path. */
export const shortFileName = (path: string): string | undefined => {
  const name = path.split(/[/\\]/u).at(-1) ?? '';
  if (name === '') return undefined;
  return name.length <= longestFileName ? name : `${name.slice(0, longestFileName - 1)}…`;
};

const contractClauses = [
  { kind: 'contract', did: 'failed', after: '' },
  { kind: 'unchecked', did: 'could not be checked against', after: '' },
  { kind: 'warned', did: 'passed', after: ' with warnings' },
] as const;

const ofContracts = ({ kind, did, after }: (typeof contractClauses)[number], doubts: readonly RunDoubt[]): string[] => {
  const found = doubts.filter((doubt) => doubt.kind === kind);
  const [only] = found;
  if (only === undefined) return [];
  if (found.length > 1) return [`files ${did} ${countOf(found.length, 'contract')}${after}`];
  const { contract, file, files = 1 } = only as ContractDoubt;
  const subject = files > 1 ? countOf(files, 'file') : (file ?? 'a file');
  return [`${subject} ${did} ${contractName(contract, files)}${after}`];
};

type ContractDoubt = Extract<RunDoubt, { readonly contract: string }>;

const contractName = (contract: string, files: number): string => {
  if (contract !== '') return `contract ${contract}`;
  return files > 1 ? 'their contract' : 'its contract';
};

const severalPrograms = (doubt: RunDoubt): string[] =>
  doubt.kind === 'programs' ? [`${countOf(doubt.programs, 'program')} reported this run at the same time`] : [];

/** ` 2 programs reported this run at the same time.`: said of a run in whatever state; empty of most. */
export const programsSentence = (doubts: readonly RunDoubt[]): string =>
  doubts
    .flatMap(severalPrograms)
    .map((words) => ` ${words}.`)
    .join('');

const unenriched = (doubt: RunDoubt): string[] =>
  doubt.kind === 'unenriched'
    ? [
        `${countOf(doubt.rows, 'row')} ${doubt.rows === 1 ? 'was' : 'were'} loaded without data from ${doubt.dependency}`,
      ]
    : [];
