import { formatCount } from '@sightglass/model';
import type { RunCounts } from '@sightglass/model/rest';
import { countOf } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { spanNames, type TimeRange, usualSpan } from '../../url/time-range.ts';

const troubles = [
  ['failed', 'failed'],
  ['lost', 'gave no more signal'],
  ['missed', 'did not start'],
  ['aborted', 'were stopped'],
] as const;

/** `9 of 312 runs failed and 1 did not start in the last 24 hours.`: trouble first; one that succeeded may still be in doubt. `areAll`: nothing narrows the list; `areGoingOn`: its runs are those of a system, which went on then. Pure. */
export const runsSentence = (
  counts: Pick<RunCounts, 'total' | 'states'>,
  range: TimeRange,
  now: number,
  areAll: boolean,
  areGoingOn = false,
): string => {
  const when = timeWords(range, now);
  const did = areGoingOn ? 'went on' : 'started';
  if (counts.total === 0) return areAll ? `No run started ${when}.` : `No matching run ${did} ${when}.`;
  const total = areAll ? Object.values(counts.states).reduce((sum, runs) => sum + runs, 0) : counts.total;
  if (!areAll) return `${countOf(total, 'matching run')} ${did} ${when}.`;
  const bad = troubles.filter(([state]) => counts.states[state] > 0);
  const running =
    counts.states.running === 0
      ? ''
      : `, ${formatCount(counts.states.running)} ${counts.states.running === 1 ? 'is' : 'are'} running`;
  if (bad.length === 0) {
    if (counts.states.running === total)
      return `${countOf(total, 'run')} started ${when}, and ${total === 1 ? 'is' : 'all are'} running.`;
    const well = total === 1 ? 'The one run' : `All ${countOf(total, 'run')}`;
    return running === ''
      ? `${well} ${when} succeeded.`
      : `No run ${when} failed${running}; ${formatCount(counts.states.succeeded)} succeeded.`;
  }
  const [first, ...others] = bad.map(([state, words], index) => {
    const runs = counts.states[state];
    const said = runs === 1 && words === 'were stopped' ? 'was stopped' : words;
    return index === 0 ? `${formatCount(runs)} of ${countOf(total, 'run')} ${said}` : `${formatCount(runs)} ${said}`;
  });
  return `${[first, ...others].join(', ')} ${when}${running}.`;
};

/** `in the last 24 hours`, `from 21 Nov 02:13 to 22 Nov 02:13`. */
const timeWords = ({ last = usualSpan, from, to }: TimeRange, now: number): string => {
  const at = (text: string) => formatTime(Date.parse(text), now);
  if (from !== undefined) return to === undefined ? `since ${at(from)}` : `from ${at(from)} to ${at(to)}`;
  const span = spanNames[last].toLowerCase();
  return to === undefined ? `in the ${span}` : `in the ${span} before ${at(to)}`;
};
