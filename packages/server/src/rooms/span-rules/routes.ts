import {
  spanRule,
  spanRuleList,
  spanRuleOrder,
  spanRulePreview,
  type SpanRule,
  type SpanRuleOrder,
} from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { notFound, RequestError } from '../../http/errors.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import { starsOf } from '../../storage/telemetry/span-rules/rules.ts';
import type { StandingRule, StandingRules } from '../../storage/telemetry/span-rules/standing-rules.ts';
import type { SpanRuleReader } from './facts.ts';
import { reads } from '../../access/needs.ts';

const params = z.object({ id: z.string().min(1).max(64) });
/** Of more at once a name is rather an id, and Home would be full of them. */
const mostPipelines = 500;

/** Rules that make runs of spans: what there is, what one would make, and the way back. */
export const spanRuleRoutes =
  (rules: Pick<StandingRules, 'list' | 'add' | 'remove'>, facts: SpanRuleReader): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    const viewOf = async (rule: StandingRule): Promise<SpanRule> => ruleView(rule, await facts.runsOf());

    app.get(
      '/span-rules',
      {
        config: reads,
        schema: {
          summary: 'Rules that make runs of spans: of the configuration, and of people',
          response: { 200: spanRuleList },
        },
      },
      async () => {
        const runs = await facts.runsOf();
        return { items: rules.list().map((rule) => ruleView(rule, runs)) };
      },
    );

    app.post(
      '/span-rules/preview',
      {
        config: reads,
        schema: {
          summary: 'What a rule would make of the spans that are stored; nothing is changed',
          body: spanRuleOrder,
          response: { 200: spanRulePreview },
        },
      },
      ({ body }) => facts.preview(checked(body)),
    );

    app.post(
      '/span-rules',
      {
        config: manages,
        schema: {
          summary: 'Makes runs of spans: of those that arrive from now on, and of those that are stored',
          description:
            'Past spans become runs one day after the other, the latest first; `progress` counts the days. The same rule again changes nothing.',
          body: spanRuleOrder,
          response: { 200: spanRule },
        },
      },
      async (request) => {
        const { body } = request;
        const { pipelineCount } = await facts.preview(checked(body));
        if (pipelineCount > mostPipelines) throw tooMany(pipelineCount);
        // The engine has a part in it, so the intention is recorded first.
        await request.record({ action: 'span-rule.adding', target: body.service, after: body });
        const rule = ruleOf(await rules.add(body));
        await request.record({ action: 'span-rule.added', target: rule.id, after: body });
        return viewOf(rule);
      },
    );

    app.delete(
      '/span-rules/:id',
      {
        config: manages,
        schema: {
          summary: 'Takes a rule away, and the runs that it made; the spans stay',
          description: 'Runs that another rule makes too stay. The rule is listed until that is done.',
          params,
          response: { 200: spanRule },
        },
      },
      async (request) => {
        const { id } = request.params;
        refuseOfFile(rules.list().find((rule) => rule.id === id));
        await request.record({ action: 'span-rule.removing', target: id });
        const removed = await rules.remove(id);
        if (removed === undefined) throw notFound(`No rule has the id ${id}.`);
        await request.record({ action: 'span-rule.removed', target: id, before: removed });
        return viewOf(removed);
      },
    );
    done();
  };

/** Raises RequestError 409. */
const ruleOf = ({ outcome, rule }: Awaited<ReturnType<StandingRules['add']>>): StandingRule => {
  if (outcome === 'full') throw conflict('There are as many rules as there may be; take one away first.');
  if (outcome === 'busy' || rule === undefined)
    throw conflict('The runs of this rule are being taken back; try again when that is done.');
  return rule;
};

/** Raises RequestError 409. */
const refuseOfFile = (rule: StandingRule | undefined): void => {
  if (rule?.source === 'file')
    throw conflict(
      'This rule stands in the configuration, under spanRules: take it out there, and start the server again.',
    );
};

const manages = { need: 'span-rules:manage' } as const;

const checked = (order: SpanRuleOrder): SpanRuleOrder => {
  if (starsOf(order.pipeline) <= starsOf(order.rootSpan)) return order;
  const message = 'pipeline has more * than rootSpan; each stands for what one of rootSpan does.';
  throw new RequestError('BODY_INVALID', 400, message, [{ path: 'pipeline', message }]);
};

const conflict = (message: string): RequestError => new RequestError('SPAN_RULE_CONFLICT', 409, message);

const tooMany = (pipelines: number): RequestError =>
  conflict(
    `This would make ${pipelines} pipelines, more than ${mostPipelines}: its * stands for something that differs from run to run. Give pipeline a name, or write more of the name of the span before the *.`,
  );

const ruleView = (
  { id, rule, source, stage, addedAt, progress, problem }: StandingRule,
  runs: ReadonlyMap<string, number>,
): SpanRule => ({
  ...rule,
  stages: rule.stages.map((one) => ({ ...one })),
  id,
  source,
  state: stage,
  addedAt: addedAt ?? null,
  progress: progress ?? null,
  problem: problem ?? null,
  runs: runs.get(id) ?? 0,
});
