import type { DependencyCheck } from '@sightglass/model/rest';
import { formatDuration } from '../../format/duration.ts';
import { countOf } from '../../format/number.ts';
import { formatMoment } from '../../format/time.ts';
import { outcomeWords } from '../../words/health-words.ts';
import { layChecks } from './check-strip.ts';
import { stripMeasure } from './strip-shapes.ts';

const slots = 30;

/** The last attempts to reach a database, oldest first. Its page says the same in a table. */
export const CheckStrip = ({ checks }: { checks: readonly DependencyCheck[] }) => {
  const shown = checks.slice(-slots);
  const { pitch, height, foot } = stripMeasure;
  return (
    <svg width={slots * pitch} height={height + foot + 2} role="img" aria-label={summary(shown)}>
      <path d={`M0 ${height + 0.5}H${slots * pitch}`} stroke="var(--line)" />
      <g transform={`translate(${(slots - shown.length) * pitch} 0)`}>
        {layChecks(shown).map(({ tone, isOutline, path }) => (
          <path
            key={`${tone} ${isOutline}`}
            className={tone === 'fluid' ? 'text-liquid' : `tone tone-${tone}`}
            d={path}
            fill={isOutline ? 'none' : 'currentColor'}
            stroke={isOutline ? 'currentColor' : 'none'}
          />
        ))}
        {shown.map((check, index) => (
          <rect
            key={check.checkedAt}
            x={index * pitch - 1}
            width={pitch}
            height={height + foot}
            fill="transparent"
            className="hover:fill-ink/10"
          >
            <title>{describe(check)}</title>
          </rect>
        ))}
      </g>
    </svg>
  );
};

const describe = ({ checkedAt, outcome, durationMs, errorCode, errorClass }: DependencyCheck): string => {
  const why = [errorClass, errorCode].filter(Boolean).join(' ');
  const at = formatMoment(Date.parse(checkedAt), Date.now());
  return `${at}: ${outcomeWords[outcome].word}${why === '' ? '' : ` (${why})`}, ${formatDuration(durationMs)}`;
};

const summary = (checks: readonly DependencyCheck[]): string => {
  const bad = checks.filter(({ outcome }) => outcome !== 'well').length;
  return `The last ${countOf(checks.length, 'attempt')}; ${bad === 0 ? 'all went well' : `${bad} did not go well`}`;
};
