import type { SpanRule, SpanRulePreview } from '@sightglass/model/rest';
import { countOf, formatCount } from '../../format/number.ts';

/** What a rule would make, but for the times. */
export const previewWords = ({ runs, known, pipelineCount }: SpanRulePreview): string => {
  if (runs === 0) return 'No span that is stored becomes a run; those that arrive later do.';
  const already =
    known === 0
      ? ''
      : known === runs
        ? `, which ${runs === 1 ? 'is one' : 'are runs'} already`
        : `, ${formatCount(known)} of which ${known === 1 ? 'is one' : 'are runs'} already`;
  return `${countOf(runs, 'run')} of ${countOf(pipelineCount, 'pipeline')}${already}`;
};

export const makeWords = ({ runs, known }: SpanRulePreview): string =>
  runs > known ? `Make ${countOf(runs - known, 'run')}` : 'Make runs of what arrives';

export const stateWords = ({ state, progress, problem }: SpanRule): string => {
  if (problem !== null && state !== 'in-force') return `waits: ${problem}`;
  if (state === 'removing') return 'its runs are being taken back';
  if (state === 'in-force') return 'in force';
  return progress === null
    ? 'makes runs of past spans'
    : `makes runs of past spans: day ${formatCount(progress.daysDone + 1)} of ${formatCount(progress.days)}`;
};
