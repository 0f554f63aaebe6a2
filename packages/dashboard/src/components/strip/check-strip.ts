import type { DatabaseCheck } from '@sightglass/model/rest';
import { outcomeWords } from '../../words/database-words.ts';
import type { StripPath } from './run-strip.ts';
import { bar, sign, stripMeasure, type Sign } from './strip-shapes.ts';

const signs: Readonly<Record<DatabaseCheck['outcome'], Sign>> = { well: 'none', poor: 'ring', failed: 'cross' };

/** Attempts as bars as high as they took long; under the line a sign for those that did not go well. Pure. */
export const layChecks = (checks: readonly DatabaseCheck[]): StripPath[] => {
  const longest = Math.max(1, ...checks.map(({ durationMs }) => durationMs));
  return (['well', 'poor', 'failed'] as const).flatMap((outcome) => {
    const { tone } = outcomeWords[outcome];
    const points = checks.flatMap((check, index) =>
      check.outcome === outcome ? [{ x: index * stripMeasure.pitch, share: check.durationMs / longest }] : [],
    );
    const bars = points.map(({ x, share }) => bar(x, Math.max(2, share * stripMeasure.height), false)).join('');
    const feet = points.map(({ x }) => sign(signs[outcome], x)).join('');
    return [
      { tone, isOutline: false, path: bars },
      { tone, isOutline: true, path: feet },
    ].filter(({ path }) => path !== '');
  });
};
