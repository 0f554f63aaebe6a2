import type { SpanRule, SpanRuleList, SpanRuleOrder, SpanRulePreview } from '@sightglass/model/rest';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson, changeJson } from './client.ts';

const atWorkMs = 1_000;
const quietMs = 10_000;

export const spanRulesQuery = () =>
  queryOptions<SpanRuleList>({
    queryKey: ['span-rules'],
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ state: one }) => one !== 'in-force') === true ? atWorkMs : quietMs,
    queryFn: ({ signal }) => getJson<SpanRuleList>('span-rules', {}, signal),
  });

/** What a rule would make of the spans that are stored. `standing`: the rules that there are; runs that they make in between are there already. */
export const spanRulePreviewQuery = (order: SpanRuleOrder, standing: string) =>
  queryOptions({
    queryKey: ['span-rules', 'preview', order, standing],
    meta: { isLive: false },
    queryFn: ({ signal }) => changeJson<SpanRulePreview>('POST', 'span-rules/preview', order, { signal }),
    placeholderData: keepPreviousData,
  });

export const addSpanRule = (order: SpanRuleOrder): Promise<SpanRule> => changeJson('POST', 'span-rules', order);

export const removeSpanRule = (id: string): Promise<SpanRule> =>
  changeJson('DELETE', `span-rules/${encodeURIComponent(id)}`);
