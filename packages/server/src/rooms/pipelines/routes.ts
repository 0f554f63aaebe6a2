import { neverRanWords, pipelinesSentence, sentenceOf, writtenSentence } from '@sightglass/model';
import {
  pipelineDetail,
  pipelineList,
  type PipelineList,
  pipelineListQuery,
  type PipelinePlan,
  words,
} from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { planKey } from '../../plans/history.ts';
import { withUpstreams } from './facts-upstreams.ts';
import { expectedPipelines } from './facts-never-ran.ts';
import type { PipelinePosition, PipelineSummary, PlacedPipeline } from './facts.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { withinPage } from '../../http/page-bytes.ts';
import { upstreamsOf, nameOf, planOf } from './plan-view.ts';
import type { RunFacts } from '../runs/facts.ts';
import { neverRan, noSuchPipeline } from '../../http/errors.ts';
import { stageTrendsOf } from '../runs/usual-run.ts';

import { keyOf, type PipelineParts, pipelineViewer, recentRuns, type ViewedPipeline } from './facts-viewed.ts';

type View = (summaries: readonly PipelineSummary[]) => Promise<ViewedPipeline[]>;

export const pipelineRoutes =
  ({ pipelines, plans, runs, stages, receptionTime }: PipelineParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const viewAlone = pipelineViewer({ plans, runs, stages, receptionTime });
    const view: View = async (summaries) =>
      withUpstreams({ plans, pipelines, receptionTime, view: viewAlone }, await viewAlone(summaries));

    app.get(
      '/pipelines',
      {
        schema: {
          summary: `Pipelines with their last ${recentRuns} runs: those first whose last run has not succeeded, then by name`,
          description:
            'A page ends after `limit` pipelines, or 8 MiB of them. The sentence is about its items; on the first page these are what needs attention first.',
          querystring: pipelineListQuery,
          response: { 200: pipelineList },
        },
      },
      async ({ query: { limit, cursor, ...filter } }) => {
        const after = cursor === undefined ? undefined : positionOf(cursor);
        const placed = await pipelines.page(filter, limit + 1, after);
        const viewed = await view(await pipelines.summaries(recentRuns, placed.slice(0, limit)));
        const now = receptionTime();
        const neverRan = after === undefined ? await expectedPipelines(plans, pipelines, now.nowMs) : [];
        return pageOf({ placed, viewed, neverRan, limit, isFirst: after === undefined, nowMs: now.nowMs });
      },
    );

    const params = z.object({ namespace: words, name: words });
    app.get(
      '/pipelines/:namespace/:name',
      { schema: { summary: 'One pipeline and how its stages went lately', params, response: { 200: pipelineDetail } } },
      async (request) => {
        const { namespace, name } = request.params;
        const [viewed] = await view(await pipelines.summaries(recentRuns, [{ namespace, name }]));
        if (viewed === undefined) throw (plans.of({ namespace, name }) ? neverRan : noSuchPipeline)(namespace, name);
        const plan = await planWithStates({ plans, pipelines, view }, viewed.settings);
        return { ...viewed.pipeline, stages: stageTrendsOf(viewed.views, viewed.sample), plan };
      },
    );
    done();
  };

/** The plan of a pipeline, with how those it depends on are. */
const planWithStates = async (
  { plans, pipelines, view }: Pick<PipelineParts, 'plans' | 'pipelines'> & { readonly view: View },
  settings: RunFacts,
): Promise<PipelinePlan | null> => {
  const named = { namespace: settings.namespace, name: settings.pipeline };
  const entry = plans.of(named);
  if (entry === undefined) return null;
  const needed = upstreamsOf(plans, entry);
  const summaries = await pipelines.summaries(recentRuns, needed.map(nameOf));
  const states = new Map((await view(summaries)).map(({ pipeline }) => [planKey(pipeline), pipeline.shown]));
  return planOf(plans, named, settings.declared ?? settings, (one) => states.get(planKey(one)) ?? null) ?? null;
};

const positionParts = z.tuple([z.int().min(0), z.string(), z.string()]);

const positionOf = (cursor: string): PipelinePosition => {
  const [rank, namespace, name] = decodeCursor(cursor, positionParts);
  return { rank, namespace, name };
};

interface ReadPage {
  /** One more than `limit` where there are more. */
  readonly placed: readonly PlacedPipeline[];
  readonly viewed: readonly ViewedPipeline[];
  readonly neverRan: NonNullable<PipelineList['neverRan']>;
  readonly limit: number;
  readonly isFirst: boolean;
  readonly nowMs: number;
}

const pageOf = ({ placed, viewed, neverRan, limit, isFirst, nowMs }: ReadPage): PipelineList => {
  const byName = new Map(viewed.map((one) => [keyOf(one.pipeline.namespace, one.pipeline.name), one]));
  const places = placed.slice(0, limit).flatMap((place) => {
    const one = byName.get(keyOf(place.namespace, place.name));
    return one === undefined ? [] : [{ ...one, place }];
  });
  const shown = withinPage(places, ({ pipeline }) => pipeline);
  const last = shown.at(-1)?.place ?? placed[limit - 1];
  const total = placed[0]?.total ?? 0;
  const hasMore = placed.length > limit || shown.at(-1)?.place !== placed.at(-1);
  const described = shown.map((one) => one.described);
  const about = pipelinesSentence(described, nowMs, isFirst && hasMore ? total : shown.length);
  return {
    items: shown.map(({ pipeline }) => pipeline),
    nextCursor: hasMore && last !== undefined ? encodeCursor([last.rank, last.namespace, last.name]) : null,
    total,
    neverRan,
    ...writtenSentence(sentenceOf(about, neverRanWords(neverRan.length)), nowMs),
  };
};
