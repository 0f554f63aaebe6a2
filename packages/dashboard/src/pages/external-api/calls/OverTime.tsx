import type { ApiDetail, ApiHistory } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { apiHistoryQuery } from '../../../fetch/external-apis.ts';
import type { TimeRange } from '../../../url/time-range.ts';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { BandLegend } from '../../../components/chart/BandLegend.tsx';
import { FigureChart } from '../../../components/chart/FigureChart.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { Timestamp } from '../../../components/time/Timestamp.tsx';
import { stepWords } from '../../../format/step-words.ts';
import { formatTime } from '../../../format/time.ts';
import { runsOfSystem } from '../../../url/system-link.ts';
import { breakerBands, callCharts, coolingBands } from './call-figures.ts';

interface Props {
  readonly api: Pick<ApiDetail, 'name' | 'breakerSpans'>;
  readonly range: TimeRange;
  /** Whether the time looked at is longer. */
  readonly isPart: boolean;
}

/** Response times, requests and failures, step by step; times a breaker was not closed lie behind. */
export const OverTime = ({ api, range, isPart }: Props) => {
  const query = useQuery(apiHistoryQuery(api.name, range));
  return (
    <Part title="Over time" note={query.data === undefined ? '' : noteOf(query.data, isPart)}>
      <Awaited
        query={query}
        what="The history"
        loading={<div className="h-[440px]" role="status" aria-label="Reading the history" />}
      >
        {(history) =>
          history.items.some(({ requests, errors }) => requests > 0 || Object.keys(errors).length > 0) ? (
            <Charts api={api} history={history} />
          ) : (
            <p className="text-dim">No request was sent in that time.</p>
          )
        }
      </Awaited>
    </Part>
  );
};

const noteOf = ({ from, stepMs }: ApiHistory, isPart: boolean): string => {
  const steps = `in steps of ${stepWords(stepMs)}; press one for the runs behind it`;
  return isPart ? `from the first call on, ${formatTime(Date.parse(from), Date.now())}, ${steps}` : steps;
};

const Charts = ({ api: { name, breakerSpans }, history }: Pick<Props, 'api'> & { readonly history: ApiHistory }) => {
  const navigate = useNavigate();
  const { items, stepMs, from, to } = history;
  const timesMs = useMemo(() => items.map(({ at }) => Date.parse(at)), [items]);
  const charts = useMemo(() => callCharts(items), [items]);
  const bands = useMemo(
    () => [...coolingBands(items, stepMs), ...breakerBands(breakerSpans, Date.parse(to))],
    [items, stepMs, breakerSpans, to],
  );
  const edges = { fromMs: Date.parse(from), toMs: Math.max(Date.parse(to), (timesMs.at(-1) ?? 0) + stepMs / 2) };
  const runsAt = (step: number) => {
    const fromMs = timesMs[step] ?? 0;
    return runsOfSystem({ kind: 'api', name }, { fromMs, toMs: fromMs + stepMs });
  };
  return (
    <>
      <BandLegend bands={bands} />
      <div className="grid gap-x-12 gap-y-8 md:grid-cols-2">
        {charts.map(({ title, summary, figures }) => (
          <FigureChart
            key={title}
            title={title}
            summary={summary}
            figures={figures}
            timesMs={timesMs}
            window={edges}
            bands={bands}
            onPress={(step) => void navigate(runsAt(step))}
            timeOf={(step) => (
              <Link {...runsAt(step)} className="link" title="Runs that called it then">
                <Timestamp at={items[step]?.at ?? from} />
              </Link>
            )}
          />
        ))}
      </div>
    </>
  );
};
