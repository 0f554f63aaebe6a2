import { knownCounts } from '@sightglass/model';
import type { RunDetail, Stage } from '@sightglass/model/rest';
import { formatDuration } from '../../format/duration.ts';
import { formatBytes, formatCount } from '../../format/number.ts';

/** One reading of two runs. */
export interface Difference {
  readonly name: string;
  readonly a: string;
  readonly b: string;
  readonly isSame: boolean;
  /** Of figures: by how much the second is more or less, in words; empty when alike. */
  readonly change: string;
}

const nothing = '–';

const texts = (name: string, a: string | null | undefined, b: string | null | undefined): Difference => ({
  name,
  a: a || nothing,
  b: b || nothing,
  isSame: (a || null) === (b || null),
  change: '',
});

type Figure = number | null | undefined;

export const figures = (name: string, a: Figure, b: Figure, format: (value: number) => string): Difference => {
  const written = (value: Figure) => (value === null || value === undefined ? nothing : format(value));
  return {
    name,
    a: written(a),
    b: written(b),
    isSame: written(a) === written(b),
    change: typeof a === 'number' && typeof b === 'number' ? changeWords(a, b, format) : '',
  };
};

/** So many times as much is said as a factor. */
const leastFactor = 2;

/** `+ 340 ms`, `− 1,204`, `12 ×`: by how much the second is more or less. */
const changeWords = (a: number, b: number, format: (value: number) => string): string => {
  if (format(a) === format(b)) return '';
  if (a > 0 && b / a >= leastFactor) return `${(b / a).toFixed(b / a < 10 ? 1 : 0)} ×`;
  return `${b > a ? '+' : '−'} ${format(Math.abs(b - a))}`;
};

/** The readings of two runs beside each other. Pure. */
export const compareRuns = (a: RunDetail, b: RunDetail): Difference[] => {
  const [countsOfA, countsOfB] = [knownCounts(a), knownCounts(b)];
  return [
    texts('State', a.shown.word, b.shown.word),
    texts('Can be used', a.verdict.words, b.verdict.words),
    texts('Ended at', a.failedStage, b.failedStage),
    texts('Error', errorOf(a), errorOf(b)),
    figures('Duration', a.durationMs, b.durationMs, formatDuration),
    figures('Rows read', countsOfA.read, countsOfB.read, formatCount),
    figures('Rows written', countsOfA.written, countsOfB.written, formatCount),
    figures('Rejected', a.rows.rejected, b.rows.rejected, formatCount),
    figures('Filtered', a.rows.filtered, b.rows.filtered, formatCount),
    figures('Deduplicated', a.rows.deduplicated, b.rows.deduplicated, formatCount),
    figures('Unmatched', a.rows.unmatched, b.rows.unmatched, formatCount),
    figures('Missing', a.unexplained.missing, b.unexplained.missing, formatCount),
    figures('Extra', a.unexplained.extra, b.unexplained.extra, formatCount),
    figures('CPU time', a.resources.cpuTimeMs, b.resources.cpuTimeMs, formatDuration),
    figures('Peak memory', a.resources.peakRssBytes, b.resources.peakRssBytes, formatBytes),
    figures('Warnings logged', a.logCounts.WARN, b.logCounts.WARN, formatCount),
    figures(
      'Errors logged',
      a.logCounts.ERROR + a.logCounts.CRITICAL,
      b.logCounts.ERROR + b.logCounts.CRITICAL,
      formatCount,
    ),
    texts('Started by', a.trigger, b.trigger),
    texts('Environment', a.environment, b.environment),
    texts('Version', a.version, b.version),
    texts('Service', a.service, b.service),
    texts('Host', a.host, b.host),
    texts('Owner', a.owner, b.owner),
    texts('Command', a.commandArgs?.join(' '), b.commandArgs?.join(' ')),
    texts('Exit code', a.exitCode?.toString(), b.exitCode?.toString()),
    texts('Signal', a.exitSignal, b.exitSignal),
  ].filter((one) => one.a !== nothing || one.b !== nothing);
};

const errorOf = ({ failure }: RunDetail): string | null =>
  failure === null ? null : `${failure.type}: ${failure.message}`;

/** A stage of either run, and the one of its name in the other. */
export interface StagePair {
  readonly name: string;
  readonly a: Stage | undefined;
  readonly b: Stage | undefined;
}

/** Stages of one name belong together in their order; a stage that only one run has stands where it is there. Pure. */
export const pairStages = (ofA: readonly Stage[], ofB: readonly Stage[]): StagePair[] => {
  const left = Map.groupBy(ofB, ({ name }) => name);
  const pairs = ofA.map((a): StagePair => ({ name: a.name, a, b: left.get(a.name)?.shift() }));
  const paired = new Set(pairs.map(({ b }) => b));
  let at = 0;
  for (const b of ofB) {
    if (paired.has(b)) at = pairs.findIndex((pair) => pair.b === b) + 1;
    else pairs.splice(at++, 0, { name: b.name, a: undefined, b });
  }
  return pairs;
};

/** Whether the two differ in more than a time that a page would call usual. */
export const differs = ({ a, b }: StagePair): boolean => {
  if (a === undefined || b === undefined) return true;
  const [counts, others] = [knownCounts(a), knownCounts(b)];
  return (
    a.shown.id !== b.shown.id ||
    counts.read !== others.read ||
    counts.written !== others.written ||
    a.rows.rejected !== b.rows.rejected ||
    Math.max(a.durationMs, b.durationMs) >= leastFactor * Math.min(a.durationMs, b.durationMs) + slackMs
  );
};

const slackMs = 100;
