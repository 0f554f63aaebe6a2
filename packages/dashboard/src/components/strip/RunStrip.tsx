import { shownState, shownWord } from '@sightglass/model';
import type { RunMark } from '@sightglass/model/rest';
import { useNavigate } from '@tanstack/react-router';
import { formatDuration } from '../../format/duration.ts';
import { countOf } from '../../format/number.ts';
import { formatMoment } from '../../format/time.ts';
import { layStrip } from './run-strip.ts';
import { stripMeasure } from './strip-shapes.ts';

const slots = 30;

/** The last runs, oldest first, latest at the right. The run history says the same in a table. */
export const RunStrip = ({ runs }: { runs: readonly RunMark[] }) => {
  const navigate = useNavigate();
  const shown = runs.slice(-slots);
  const { pitch, height, foot } = stripMeasure;
  const offset = (slots - shown.length) * pitch;
  return (
    <svg width={slots * pitch} height={height + foot + 2} role="img" aria-label={summary(shown)}>
      <path d={`M0 ${height + 0.5}H${slots * pitch}`} stroke="var(--line)" />
      <g transform={`translate(${offset} 0)`}>
        {layStrip(shown).map(({ tone, isOutline, path }) => (
          <path
            key={`${tone} ${isOutline}`}
            className={tone === 'fluid' && !isOutline ? 'text-liquid' : `tone tone-${tone}`}
            d={path}
            fill={isOutline ? 'none' : 'currentColor'}
            stroke={isOutline ? 'currentColor' : 'none'}
          />
        ))}
        {shown.map((run, index) => (
          <rect
            key={run.runId}
            x={index * pitch - 1}
            width={pitch}
            height={height + foot}
            fill="transparent"
            className="cursor-pointer hover:fill-ink/10"
            onClick={() => void navigate({ to: '/runs/$runId', params: { runId: run.runId } })}
          >
            <title>{describe(run)}</title>
          </rect>
        ))}
      </g>
    </svg>
  );
};

const describe = (run: RunMark): string => {
  const word = shownWord(run);
  const at = formatMoment(Date.parse(run.startedAt), Date.now());
  if (run.state === 'missed') return `${word}: was due ${at}`;
  return `${word}, ${at}, ${formatDuration(run.durationMs)}, ${countOf(run.rows.written, 'row')}`;
};

const summary = (runs: readonly RunMark[]): string => {
  const bad = runs.filter((run) => shownState(run) !== 'succeeded' && run.state !== 'running').length;
  return `The last ${countOf(runs.length, 'run')}; ${bad === 0 ? 'all went well' : `${bad} did not go well`}`;
};
