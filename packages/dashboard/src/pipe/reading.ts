import { leakColumns, ledgerDifference, type Ledger } from '@sightglass/model';
import type { Run } from '@sightglass/model/api';
import { formatDuration } from '../format/duration.ts';
import { countOf, formatCount } from '../format/number.ts';
import { stateWords } from '../words/state-words.ts';
import type { LeakKind } from './measure.ts';
import type { PlannedSection } from './plan.ts';

/** `12,448 read = 12,431 written + 17 rejected`, with what nobody explains as a term of its own. */
export const ledgerEquation = (rows: Ledger, difference = 0, unexplained = 'unexplained'): string => {
  if (rows.read === 0 && rows.written === 0) return 'No rows counted';
  const leaks = leakColumns.filter((kind) => rows[kind] > 0).map((kind) => `${formatCount(rows[kind])} ${kind}`);
  const gap = difference > 0 ? [`${formatCount(difference)} ${unexplained}`] : [];
  const left = difference < 0 ? ` + ${formatCount(-difference)} from nowhere` : '';
  const terms = [`${formatCount(rows.written)} written`, ...leaks, ...gap];
  return `${formatCount(rows.read)} read${left} = ${terms.join(' + ')}`;
};

/** The equation of a whole run; one that still runs has rows on the way. */
export const runEquation = ({
  state,
  rows,
  rowsDifference,
}: Pick<Run, 'state' | 'rows' | 'rowsDifference'>): string => {
  if (state === 'running') return ledgerEquation(rows, Math.max(0, ledgerDifference(rows)), 'still on the way');
  return ledgerEquation(rows, rowsDifference, state === 'succeeded' ? 'unexplained' : 'in hand when it ended');
};

export const reasonsOf = (rejectedByReason: Readonly<Record<string, number>>, most = 4): string => {
  const reasons = Object.entries(rejectedByReason).toSorted((a, b) => b[1] - a[1]);
  const shown = reasons.slice(0, most).map(([reason, rows]) => `${formatCount(rows)} ${reason}`);
  return [...shown, ...(reasons.length > most ? [`${reasons.length - most} more reasons`] : [])].join(', ');
};

/** What the reading line, and a screen reader, say of a section. */
export const sectionReading = (planned: PlannedSection): string => {
  const { section, gapInside, gapBefore, isInHandInside } = planned;
  if (section.isExpected) return `${section.name}: not started; a usual run goes on with it`;
  const { name, stageIds, rows, rejectedByReason, durationMs, state, nested, isChecked } = section;
  const reasons = reasonsOf(rejectedByReason);
  return [
    `${name}${stageIds.length > 1 ? ` × ${stageIds.length}` : ''}: ${stateWords[state].word.toLowerCase()}`,
    isChecked
      ? ledgerEquation(rows, gapInside, isInHandInside ? 'in hand when it ended' : 'unexplained')
      : `${formatCount(rows.read)} read, ${formatCount(rows.written)} written; regroups rows`,
    ...(reasons === '' ? [] : [`rejected: ${reasons}`]),
    ...(gapBefore === 0 ? [] : [beforeReading(planned)]),
    formatDuration(durationMs),
    ...(nested.length === 0 ? [] : [countOf(nested.length, 'nested stage')]),
  ].join(' · ');
};

const gapReading = (difference: number, where: string): string =>
  difference > 0
    ? `${countOf(difference, 'row')} vanished ${where} and nothing explains them`
    : `${countOf(-difference, 'row')} appeared ${where} from nowhere`;

/** Rows held when the run was cut short are told apart from rows nothing explains. */
export const insideReading = ({ section, gapInside, isInHandInside }: PlannedSection): string =>
  isInHandInside
    ? `${countOf(gapInside, 'row')} were in hand at ${section.name} when it ended`
    : gapReading(gapInside, `inside ${section.name}`);

export const beforeReading = ({ section, gapBefore, isInHandBefore }: PlannedSection): string =>
  isInHandBefore
    ? `${countOf(gapBefore, 'row')} were on the way to ${section.name} when the run ended`
    : gapReading(gapBefore, `on the way to ${section.name}`);

const leakVerb: Record<LeakKind, string> = {
  rejected: 'were refused as bad',
  unmatched: 'found no partner',
  deduplicated: 'were repeats',
  filtered: 'were left out on purpose',
};

export const leakReading = ({ section }: PlannedSection, kind: LeakKind): string => {
  const reasons = kind === 'rejected' ? reasonsOf(section.rejectedByReason) : '';
  return `${countOf(section.rows[kind], 'row')} ${leakVerb[kind]} at ${section.name}${reasons === '' ? '' : `: ${reasons}`}`;
};
