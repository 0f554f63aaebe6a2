import type { SpanRuleList, SpanRuleOrder, SpanRulePreview } from '@sightglass/model/rest';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Part } from '../../components/page/Part.tsx';
import { servicesQuery } from '../../fetch/explore.ts';
import { addSpanRule, spanRulePreviewQuery, spanRulesQuery } from '../../fetch/span-rules.ts';
import { countOf } from '../../format/number.ts';
import { makeWords } from './rule-words.ts';
import { RuleForm } from './RuleForm.tsx';
import { RulePreview } from './RulePreview.tsx';
import { RuleTable } from './RuleTable.tsx';
import { readSpanRulesSearch, ruleOf, type SpanRulesSearch } from './span-rules-search.ts';
import { useSettled } from '../../components/time/use-settled.ts';

const route = getRouteApi('/span-rules');
const quietMs = 300;

/** Runs out of spans of programs that know nothing of pipelines. The address holds the rule that is being made. */
export const SpanRulesPage = () => {
  const search = route.useSearch({ select: readSpanRulesSearch });
  const navigate = useNavigate({ from: '/span-rules' });
  const rules = useQuery(spanRulesQuery());
  const services = useQuery(servicesQuery());
  const change = (part: SpanRulesSearch) =>
    void navigate({
      search: (before) => readSpanRulesSearch({ ...before, ...part }),
      replace: true,
      resetScroll: false,
    });
  const key = useSettled(JSON.stringify(search), quietMs);
  const order = useMemo(() => ruleOf(JSON.parse(key) as SpanRulesSearch), [key]);
  const sending = (services.data?.items ?? []).flatMap(({ service, spans }) => (spans === null ? [] : [service]));
  return (
    <>
      <PageHead
        tab="Runs of spans"
        title={rules.data === undefined ? <span className="text-dim">Runs of spans</span> : sentenceOf(rules.data)}
      >
        <p className="mt-2 max-w-[72ch] text-dim">
          A program that sends plain OpenTelemetry spans does not say what its runs are. A rule does: each root span
          that fits is a run, also of the spans that are stored already.
        </p>
      </PageHead>
      <RuleForm services={sending} search={search} onChange={change} />
      {order === undefined ? null : (
        <Preview order={order} standing={standingIn(rules.data)} search={search} onChange={change} />
      )}
      <Part title="Rules">
        <Awaited query={rules} what="The rules" loading={<LoadingRows rows={3} height={32} what="the rules" />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyNotice title="There is none yet.">
                <p>Choose a service above. Rules may also stand in the configuration, under spanRules.</p>
              </EmptyNotice>
            ) : (
              <RuleTable rules={items} />
            )
          }
        </Awaited>
      </Part>
    </>
  );
};

const sentenceOf = ({ items }: SpanRuleList): string =>
  items.length === 0
    ? 'No rule makes runs of spans yet.'
    : `${countOf(items.length, 'rule')} ${items.length === 1 ? 'makes' : 'make'} runs of spans.`;

/** What changes when runs were made by a rule, or taken back. */
const standingIn = (rules: SpanRuleList | undefined): string =>
  JSON.stringify(rules?.items.map(({ id, state, runs }) => [id, state, runs]));

interface PreviewProps {
  readonly order: SpanRuleOrder;
  readonly standing: string;
  readonly search: SpanRulesSearch;
  readonly onChange: (part: SpanRulesSearch) => void;
}

const Preview = ({ order, standing, search, onChange }: PreviewProps) => {
  const query = useQuery(spanRulePreviewQuery(order, standing));
  const withStage = (name: string): string =>
    [...new Set([...(search.stages ?? '').split(',').map((one) => one.trim()), name])].filter(Boolean).join(', ');
  return (
    <Part title="What it would make">
      <div className={query.isPlaceholderData ? 'opacity-60' : ''}>
        <Awaited query={query} what="The preview" loading={<LoadingRows rows={3} height={32} what="the preview" />}>
          {(preview) => (
            <>
              <RulePreview
                preview={preview}
                onRoot={(root) => onChange({ root })}
                onStage={(name) => onChange({ stages: withStage(name) })}
              />
              <Make order={order} preview={preview} isCurrent={!query.isPlaceholderData && query.error === null} />
            </>
          )}
        </Awaited>
      </div>
    </Part>
  );
};

interface MakeProps {
  readonly order: SpanRuleOrder;
  readonly preview: SpanRulePreview;
  /** The preview is that of the rule. */
  readonly isCurrent: boolean;
}

const Make = ({ order, preview, isCurrent }: MakeProps) => {
  const client = useQueryClient();
  const made = useMutation({
    mutationFn: () => addSpanRule(order),
    onSuccess: () => client.invalidateQueries({ queryKey: ['span-rules'] }),
  });
  return (
    <div className="mt-5">
      <button type="button" className="control" disabled={!isCurrent || made.isPending} onClick={() => made.mutate()}>
        {made.isPending ? 'Waiting for the server …' : makeWords(preview)}
      </button>
      {made.error === null ? null : (
        <p role="alert" className="mt-4 max-w-[68ch] border-l-2 border-bad py-1 pl-4">
          <span className="font-strong">No rule was made.</span> {made.error.message}
        </p>
      )}
    </div>
  );
};
