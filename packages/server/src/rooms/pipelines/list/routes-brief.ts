import { briefPipelineList, briefPipelineQuery } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { briefPipeline } from './brief-pipeline.ts';
import { type Listing, listPipelines, type PipelineParts } from './judged-pipelines.ts';
import { keyOf } from '../known/memory.ts';
import { afterCursor, nextCursor } from './pipeline-page.ts';
import { createVersions } from './versions.ts';
import { reads } from '../../../access/needs.ts';

/** What a list shows of each pipeline, in less than a tenth of the bytes. */
export const briefPipelineRoutes =
  (parts: PipelineParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const differenceOf = createVersions();
    app.get(
      '/pipelines/brief',
      {
        config: reads,
        schema: {
          summary: 'What a list shows of each pipeline, in the order of `/pipelines`, or what has changed of it',
          description:
            'Leaves out what is null, zero or as usual. Ask again with `since`, and only those come that changed; where something is no longer there, all come. The sentence, `total` and `states` are about all that the filter finds.',
          querystring: briefPipelineQuery,
          response: { 200: briefPipelineList },
        },
      },
      async ({ query: { limit, cursor, since, ...filter } }, reply) => {
        const found = await listPipelines(parts, filter);
        const isFiltered = Object.values(filter).some((wanted) => wanted !== undefined);
        const isWhole = !isFiltered && cursor === undefined && found.listed.length <= limit;
        const answer = answerOf(found, { limit, cursor, since, differenceOf: isWhole ? differenceOf : undefined });
        // Made as JSON once, to be compared; so it is sent.
        return reply.type('application/json; charset=utf-8').send(Buffer.from(answer) as never);
      },
    );
    done();
  };

interface Wanted {
  readonly limit: number;
  readonly cursor: string | undefined;
  readonly since: string | undefined;
  readonly differenceOf: ReturnType<typeof createVersions> | undefined;
}

const answerOf = ({ listed, about, neverRan }: Listing, { limit, cursor, since, differenceOf }: Wanted): string => {
  const following = afterCursor(listed, cursor);
  const texts = new Map(
    following
      .slice(0, limit)
      .map(({ pipeline }) => [keyOf(pipeline.namespace, pipeline.name), JSON.stringify(briefPipeline(pipeline))]),
  );
  const difference = differenceOf?.(texts);
  const changed = difference?.changedSince(since);
  const items = [...texts].flatMap(([key, json]) => (changed?.has(key) === false ? [] : [json]));
  const rest = {
    nextCursor: nextCursor(following, texts.size),
    ...about,
    neverRan: cursor === undefined ? neverRan : [],
    ...(difference !== undefined && { version: difference.version }),
    isPart: changed !== undefined,
  };
  return `{"items":[${items.join(',')}],${JSON.stringify(rest).slice(1)}`;
};
