import { formatCount } from '@sightglass/model';
import type { RunCounts, RunVerdictCounts } from '@sightglass/model/rest';
import { countOf } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { spanNames, type TimeRange, usualSpan } from '../../url/time-range.ts';

const troubles = [
  ['failed', 'failed'],
  ['lost', 'gave no more signal'],
  ['missed', 'did not start'],
  ['aborted', 'were stopped'],
] as const;

interface SaidOfRuns {
  /** Nothing narrows the list. */
  readonly areAll: boolean;
  /** They are those of a system, which went on then. */
  readonly areGoingOn?: boolean;
  /** What the data of these runs is worth; undefined while that is not known. */
  readonly verdicts: Pick<RunVerdictCounts, 'toCheck' | 'isWhole'> | undefined;
}

/** `9 of 312 runs failed, 1 did not start and 4 are to be checked in the last 24 hours.`: trouble first. Pure. */
export const runsSentence = (
  counts: Pick<RunCounts, 'total' | 'states'>,
  range: TimeRange,
  now: number,
  { areAll, areGoingOn = false, verdicts }: SaidOfRuns,
): string => {
  const when = timeWords(range, now);
  const did = areGoingOn ? 'went on' : 'started';
  if (counts.total === 0) return areAll ? `No run started ${when}.` : `No matching run ${did} ${when}.`;
  if (!areAll) return `${countOf(counts.total, 'matching run')} ${did} ${when}.`;
  const { states } = counts;
  const total = Object.values(states).reduce((sum, runs) => sum + runs, 0);
  const running = states.running === 0 ? '' : `, ${isOrAre(states.running)} running`;
  const [first, ...others] = troubles.flatMap(([state, words]) =>
    states[state] === 0 ? [] : [{ runs: states[state], did: words }],
  );
  const toCheck = checkWords(verdicts);
  if (first !== undefined) {
    const bad = [`${formatCount(first.runs)} of ${countOf(total, 'run')} ${didWords(first)}`];
    for (const other of others) bad.push(`${formatCount(other.runs)} ${didWords(other)}`);
    if (toCheck !== '') bad.push(toCheck);
    return `${bad.join(', ')} ${when}${running}.`;
  }
  if (states.running === total)
    return `${countOf(total, 'run')} started ${when}, and ${total === 1 ? 'is' : 'all are'} running.`;
  if (toCheck !== '')
    return `No run ${when} failed, but ${toCheck}${running}; ${formatCount(states.succeeded)} succeeded.`;
  if (running === '' && verdicts?.isWhole === true)
    return `${total === 1 ? 'The one run' : `All ${countOf(total, 'run')}`} ${when} succeeded.`;
  return `No run ${when} failed${running}; ${formatCount(states.succeeded)} succeeded.`;
};

const isOrAre = (runs: number): string => `${formatCount(runs)} ${runs === 1 ? 'is' : 'are'}`;

const didWords = ({ runs, did }: { readonly runs: number; readonly did: string }): string =>
  runs === 1 && did === 'were stopped' ? 'was stopped' : did;

const checkWords = (verdicts: SaidOfRuns['verdicts']): string =>
  verdicts === undefined || verdicts.toCheck === 0
    ? ''
    : `${verdicts.isWhole ? '' : 'at least '}${isOrAre(verdicts.toCheck)} to be checked`;

/** `in the last 24 hours`, `from 21 Nov 02:13 to 22 Nov 02:13`. */
const timeWords = ({ last = usualSpan, from, to }: TimeRange, now: number): string => {
  const at = (text: string) => formatTime(Date.parse(text), now);
  if (from !== undefined) return to === undefined ? `since ${at(from)}` : `from ${at(from)} to ${at(to)}`;
  const span = spanNames[last].toLowerCase();
  return to === undefined ? `in the ${span}` : `in the ${span} before ${at(to)}`;
};
