import type { ShownState, Tone } from '@sightglass/model';
import type { RunMark } from '@sightglass/model/rest';
import { countOf, formatCount } from '../../format/number.ts';
import { bar, sign, stripMeasure, type Sign } from './strip-shapes.ts';

export interface StripPath {
  readonly tone: Tone;
  readonly isOutline: boolean;
  readonly path: string;
}

/** A run as far as it is drawn. */
export type StripRun = Pick<RunMark, 'state' | 'durationMs' | 'shown'>;

/** The marks of a strip as one path for each way of drawing, so that 300 strips stay cheap. Pure. */
export const layStrip = (runs: readonly StripRun[]): StripPath[] => {
  const longest = Math.max(1, ...runs.map((run) => run.durationMs));
  const paths = new Map<string, StripPath>();
  const add = (tone: Tone, isOutline: boolean, path: string) => {
    const key = `${tone} ${isOutline}`;
    paths.set(key, { tone, isOutline, path: `${paths.get(key)?.path ?? ''}${path}` });
  };
  for (const [index, run] of runs.entries()) {
    const { id: state, tone } = run.shown;
    const x = index * stripMeasure.pitch;
    const height = Math.max(2, (run.durationMs / longest) * stripMeasure.height);
    add(
      run.state === 'succeeded' ? 'fluid' : tone,
      isHollow(state),
      state === 'missed' ? '' : bar(x, height, isHollow(state)),
    );
    add(tone, true, sign(signs[state], x));
  }
  return [...paths.values()].filter(({ path }) => path !== '');
};

const isHollow = (state: ShownState): boolean => state === 'running' || state === 'aborted' || state === 'lost';

const signs: Readonly<Record<ShownState, Sign>> = {
  running: 'none',
  succeeded: 'none',
  failed: 'cross',
  aborted: 'square',
  lost: 'ring',
  missed: 'ring',
  rejected: 'arrow',
  doubtful: 'arrow',
  unbalanced: 'unequal',
  'stage-failed': 'triangle',
  broken: 'triangle',
  unchecked: 'triangle',
  unenriched: 'triangle',
  shared: 'triangle',
  empty: 'triangle',
  outdated: 'ring',
  dependency: 'triangle',
  late: 'ring',
  slow: 'none',
};

/** What a strip shows, for those who do not see it. */
export const stripLabel = (runs: readonly StripRun[]): string => {
  const running = runs.filter(({ shown }) => shown.id === 'running').length;
  const succeeded = runs.filter(({ shown }) => shown.id === 'succeeded').length;
  const bad = runs.length - running - succeeded;
  const counts = [
    { count: bad, is: 'went wrong or needs a check', are: 'went wrong or need a check' },
    { count: running, is: 'is still running', are: 'are still running' },
  ].filter(({ count }) => count > 0);
  const [first] = counts;
  if (runs.length === 1) return `The last run ${first?.is ?? 'succeeded'}`;
  const words = counts.map(({ count, is, are }) => `${formatCount(count)} ${count === 1 ? is : are}`).join(', ');
  return `The last ${countOf(runs.length, 'run')}; ${words || 'all succeeded'}`;
};
