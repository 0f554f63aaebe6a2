import type { DatabaseCheck } from '@sightglass/model/rest';
import { formatDuration } from '../../format/duration.ts';
import { countOf } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { outcomeWords } from '../../words/database-words.ts';
import { layChecks } from './check-strip.ts';
import { slots, Strip } from './Strip.tsx';

/** The last checks of a database, oldest first. Its page says the same in a table. */
export const CheckStrip = ({ checks }: { checks: readonly DatabaseCheck[] }) => {
  const shown = checks.slice(-slots);
  const marks = shown.map((check) => ({ key: check.checkedAt, title: describe(check) }));
  return <Strip label={summary(shown)} paths={layChecks(shown)} marks={marks} />;
};

const describe = ({ checkedAt, outcome, durationMs, errorCode, errorClass }: DatabaseCheck): string => {
  const why = [errorClass, errorCode].filter(Boolean).join(' ');
  const at = formatTime(Date.parse(checkedAt), Date.now());
  return `${at}: ${outcomeWords[outcome].word}${why === '' ? '' : ` (${why})`}, ${formatDuration(durationMs)}`;
};

const summary = (checks: readonly DatabaseCheck[]): string => {
  const bad = checks.filter(({ outcome }) => outcome !== 'well').length;
  return `The last ${countOf(checks.length, 'check')}; ${bad === 0 ? 'all passed' : `${bad} did not pass`}`;
};
