import type { ApiDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { apiHistoryQuery } from '../../fetch/external-apis.ts';
import { calledRange } from '../../external-apis/called-range.ts';
import { windowOf, type TimeRange } from '../../url/time-range.ts';
import { useNow } from '../../components/time/use-now.ts';
import { ApiFacts } from './ApiFacts.tsx';
import { BreakerTimeline } from './breaker/BreakerTimeline.tsx';
import { Endpoints } from './calls/Endpoints.tsx';
import { Errors } from './calls/Errors.tsx';
import { OverTime } from './calls/OverTime.tsx';
import { ProbeFacts } from './ProbeFacts.tsx';
import { QuotaFacts } from './QuotaFacts.tsx';
import { RowsAffected } from './calls/RowsAffected.tsx';
import { Objective } from './calls/Objective.tsx';

interface Props {
  readonly api: ApiDetail;
  readonly range: TimeRange;
  /** Of the address; undefined while the configured one holds. */
  readonly chosenObjective: string | undefined;
  readonly onObjective: (objective: string | undefined) => void;
}

/** Everything known of one API: what it cost comes before how it works. */
export const ApiView = ({ api, range, chosenObjective, onObjective }: Props) => {
  const isFailing = api.probe?.state === 'fail';
  const shown = useCalledRange(api, range);
  const window = windowOf(shown, useNow(10_000));
  return (
    <>
      <ApiFacts api={api} range={range} />
      {isFailing ? <ProbeFacts api={api} /> : null}
      <Objective api={api} chosen={chosenObjective} onChoose={onObjective} />
      <RowsAffected api={api} />
      <OverTime api={api} range={shown} isPart={shown !== range} />
      <BreakerTimeline api={api} window={window} />
      <Errors api={api} />
      <Endpoints api={api} />
      <QuotaFacts api={api} />
      {isFailing ? null : <ProbeFacts api={api} />}
    </>
  );
};

/** The time that charts show: the one looked at, or its end, where all calls are. */
const useCalledRange = ({ name, breakerSpans }: ApiDetail, range: TimeRange): TimeRange => {
  const { data } = useQuery(apiHistoryQuery(name, range));
  return data === undefined ? range : calledRange({ range, items: data.items, spans: breakerSpans }, Date.now());
};
