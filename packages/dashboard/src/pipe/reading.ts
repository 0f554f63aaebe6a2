import {
  isExplained,
  knownCounts,
  ledgerEquation,
  cutShortWords,
  openRowsSentence,
  whereWords,
  type StageState,
  type Unexplained,
} from '@sightglass/model';
import { formatDuration } from '../format/duration.ts';
import { bindFigures } from '../format/no-break.ts';
import { countOf, formatCount } from '../format/number.ts';
import type { LeakKind } from './draw/measure.ts';
import type { PlannedSection } from './plan/plan.ts';
import type { Section } from './plan/sections.ts';

export const reasonsOf = (rejectedByReason: Readonly<Record<string, number>>, most = 4): string => {
  const reasons = Object.entries(rejectedByReason).toSorted((a, b) => b[1] - a[1]);
  const shown = reasons.slice(0, most).map(([reason, rows]) => `${formatCount(rows)} ${reason}`);
  return [...shown, ...(reasons.length > most ? [`${reasons.length - most} more reasons`] : [])].join(', ');
};

/** What the reading line, and a screen reader, say of a section. */
export const sectionReading = (planned: PlannedSection): string => {
  const { section, gapBefore } = planned;
  if (section.isExpected) return `${section.name}: not started; a usual run goes on with it`;
  const { rejectedByReason, durationMs, shown, nestedCount, bundled } = section;
  const reasons = reasonsOf(rejectedByReason);
  return [
    `${sectionName(section)}: ${shown.word.toLowerCase()}`,
    sectionEquation(planned),
    ...(reasons === '' ? [] : [`rejected: ${reasons}`]),
    ...(isExplained(gapBefore) ? [] : [beforeReading(planned)]),
    formatDuration(durationMs),
    ...(nestedCount === 0 ? [] : [countOf(nestedCount, 'nested stage')]),
    ...(bundled.length === 0 ? [] : ['left out to keep the pipe short; press to see them']),
  ].join(' · ');
};

export const sectionName = ({ name, stageIds, bundled }: Section): string =>
  bundled.length > 0 || stageIds.length < 2 ? name : `${name} × ${formatCount(stageIds.length)}`;

const sectionEquation = ({ section, gapInside, isUnderWay }: PlannedSection): string => {
  const { rows, state, isChecked, rowsCounted } = section;
  if (!isChecked) {
    const { read, written } = knownCounts({ rows, unexplained: section.unexplained });
    if (read === null || written === null)
      return ledgerEquation({ state, rows, rowsCounted, unexplained: section.unexplained });
    return `${formatCount(read)} read, ${formatCount(written)} written; regroups rows`;
  }
  return isUnderWay
    ? ledgerEquation({ state: 'running', rows, rowsCounted, unexplained: section.unexplained })
    : ledgerEquation({ state, rows, rowsCounted, unexplained: gapInside });
};

/** Of a run that was cut short the reason is known, so it is given. */
export const insideReading = ({ section, gapInside, isCutShortInside }: PlannedSection): string =>
  gapReading(gapInside, whereWords('stage', section.name), isCutShortInside, section.state);

export const beforeReading = ({ section, gapBefore, isCutShortBefore }: PlannedSection): string =>
  gapReading(gapBefore, whereWords('handoff', section.name), isCutShortBefore, section.state);

const gapReading = (unexplained: Unexplained, where: string, isCutShort: boolean, state: StageState): string => {
  const counted = state === 'running' ? state : !isCutShort ? 'succeeded' : state === 'lost' ? state : 'aborted';
  const rows = bindFigures(openRowsSentence({ state: counted, unexplained }));
  return `${rows} ${where}${cutShortWords(counted)}`;
};

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
