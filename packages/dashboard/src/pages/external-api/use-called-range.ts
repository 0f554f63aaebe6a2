import type { ApiDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { apiHistoryQuery } from '../../fetch/external-apis.ts';
import type { ApiRange } from '../../external-apis/api-range.ts';
import { calledRange } from '../../external-apis/called-range.ts';

/** The time that charts show: the one looked at, or its end, where all calls are. */
export const useCalledRange = ({ name, breakerSpans }: ApiDetail, range: ApiRange): ApiRange => {
  const { data } = useQuery(apiHistoryQuery(name, range));
  return data === undefined ? range : calledRange({ range, items: data.items, spans: breakerSpans }, Date.now());
};
