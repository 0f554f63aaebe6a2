import type { RunMark } from '@sightglass/model/api';
import { shownState, stateWords, type ShownState, type Tone } from '../words/state-words.ts';

export const stripMeasure = { pitch: 8, bar: 6, height: 30, foot: 8 } as const;

export interface StripPath {
  readonly tone: Tone;
  readonly isOutline: boolean;
  readonly path: string;
}

/** The marks of a strip as one path for each way of drawing, so that 300 strips stay cheap. Pure. */
export const layStrip = (runs: readonly RunMark[]): StripPath[] => {
  const longest = Math.max(1, ...runs.map((run) => run.durationMs));
  const paths = new Map<string, StripPath>();
  const add = (tone: Tone, isOutline: boolean, path: string) => {
    const key = `${tone} ${isOutline}`;
    paths.set(key, { tone, isOutline, path: `${paths.get(key)?.path ?? ''}${path}` });
  };
  for (const [index, run] of runs.entries()) {
    const state = shownState(run);
    const { tone } = stateWords[state];
    const x = index * stripMeasure.pitch;
    const height = Math.max(2, (run.durationMs / longest) * stripMeasure.height);
    add(
      run.state === 'succeeded' ? 'fluid' : tone,
      isHollow(state),
      state === 'missed' ? '' : bar(x, height, isHollow(state)),
    );
    add(tone, true, foot(state, x));
  }
  return [...paths.values()].filter(({ path }) => path !== '');
};

const isHollow = (state: ShownState): boolean => state === 'running' || state === 'aborted' || state === 'lost';

const bar = (x: number, height: number, isHollow: boolean): string => {
  const inset = isHollow ? 0.5 : 0;
  const top = stripMeasure.height - height + inset;
  return `M${x + inset} ${top}H${x + stripMeasure.bar - inset}V${stripMeasure.height - inset}H${x + inset}Z`;
};

/** The sign under the line: nothing for what went well. */
const foot = (state: ShownState, x: number): string => {
  const y = stripMeasure.height + 3.5;
  switch (state) {
    case 'failed':
      return `M${x + 0.5} ${y}l5 5m0 -5l-5 5`;
    case 'aborted':
      return `M${x + 1} ${y + 0.5}h4v4h-4Z`;
    case 'lost':
    case 'missed':
      return `M${x + 0.75} ${y + 2.5}a2.25 2.25 0 1 0 4.500 0a2.250 2.250 0 1 0 -4.500 0`;
    case 'rejected':
    case 'doubtful':
      return `M${x + 0.5} ${y}l2.500 3.500l2.500 -3.500`;
    case 'unbalanced':
      return `M${x} ${y + 1.25}h6m-6 2.500h6m-1.500 -4.250l-3 6`;
    default:
      return '';
  }
};
