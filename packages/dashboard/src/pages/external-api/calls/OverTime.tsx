import type { ApiDetail, ApiHistory } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiHistoryQuery } from '../../../fetch/external-apis.ts';
import type { TimeRange } from '../../../url/time-range.ts';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { SystemCharts } from '../../../components/chart/SystemCharts.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { stepWords } from '../../../format/step-words.ts';
import { formatTime } from '../../../format/time.ts';
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
  const { items, stepMs, to } = history;
  const charts = useMemo(() => callCharts(items), [items]);
  const bands = useMemo(
    () => [...coolingBands(items, stepMs), ...breakerBands(breakerSpans, Date.parse(to))],
    [items, stepMs, breakerSpans, to],
  );
  return (
    <SystemCharts
      system={{ kind: 'api', name }}
      history={history}
      charts={charts}
      bands={bands}
      leadsTo="Runs that called it then"
    />
  );
};
