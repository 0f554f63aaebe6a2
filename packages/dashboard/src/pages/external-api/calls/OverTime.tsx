import type { ApiHistory } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiHistoryQuery } from '../../../fetch/external-apis.ts';
import type { TimeRange } from '../../../url/time-range.ts';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { TimeChart } from '../../../components/chart/TimeChart.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { countOf, formatShare } from '../../../format/number.ts';
import { formatTime } from '../../../format/time.ts';
import { failureLines, failureWordsAt, timeWords, timeLines } from './history-lines.ts';

interface Props {
  readonly name: string;
  readonly range: TimeRange;
  /** Whether the time looked at is longer. */
  readonly isPart: boolean;
}

/** Response times and failures, step by step. */
export const OverTime = ({ name, range, isPart }: Props) => {
  const query = useQuery(apiHistoryQuery(name, range));
  return (
    <Part title="Over time" note={query.data === undefined ? '' : noteOf(query.data, isPart)}>
      <Awaited
        query={query}
        what="The history"
        loading={<div className="h-[196px]" role="status" aria-label="Reading the history" />}
      >
        {(history) =>
          history.items.some(({ requests }) => requests > 0) ? (
            <Charts history={history} />
          ) : (
            <p className="text-dim">No request was sent in that time.</p>
          )
        }
      </Awaited>
    </Part>
  );
};

const noteOf = ({ from, stepMs }: ApiHistory, isPart: boolean): string => {
  const steps = `in steps of ${stepWords(stepMs)}`;
  return isPart ? `${steps}, from the first call on, ${formatTime(Date.parse(from), Date.now())}` : steps;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const stepWords = (stepMs: number): string => {
  if (stepMs % dayMs === 0) return countOf(stepMs / dayMs, 'day');
  return stepMs % hourMs === 0 ? countOf(stepMs / hourMs, 'hour') : countOf(stepMs / minuteMs, 'minute');
};

const Charts = ({ history }: { history: ApiHistory }) => {
  const { items, stepMs } = history;
  const timesMs = useMemo(() => items.map(({ at }) => Date.parse(at)), [items]);
  const times = useMemo(() => timeLines(items), [items]);
  const failures = useMemo(() => failureLines(items), [items]);
  const toMs = Math.max(Date.parse(history.to), (timesMs.at(-1) ?? 0) + stepMs / 2);
  const edges = { fromMs: Date.parse(history.from), toMs };
  return (
    <div className="grid gap-x-12 gap-y-8 md:grid-cols-2">
      <TimeChart
        title="Response time"
        timesMs={timesMs}
        lines={times}
        window={edges}
        format={formatDuration}
        caption={(step) => timeWords(items, step)}
      />
      <TimeChart
        title="Failed requests"
        timesMs={timesMs}
        lines={failures}
        window={edges}
        format={formatShare}
        caption={(step) => failureWordsAt(items, step)}
      />
    </div>
  );
};
