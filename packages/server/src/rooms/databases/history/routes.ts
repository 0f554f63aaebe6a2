import { findTraceparent } from '@sightglass/model';
import { databaseHistory, databaseHistoryQuery, words } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { noSuchDatabase } from '../../../http/errors.ts';
import { instantOf, unixMsOf } from '../../../http/instant.ts';
import type { RunReader } from '../../runs/facts-runs.ts';
import type { NamedDatabase } from '../named-databases.ts';
import { runsOfSessions } from '../session-runs.ts';
import type { DatabaseHistoryReader, SeenBlocking } from './facts.ts';
import { blockingBands, type BlockingFact, historyGrid, stateBands, stepsOf } from './fold.ts';
import { reads } from '../../../access/needs.ts';

interface HistoryParts {
  readonly databases: readonly (NamedDatabase & { readonly sampleMs: number | undefined })[];
  readonly history: DatabaseHistoryReader;
  readonly runs: Pick<RunReader, 'byTraceIds'>;
}

const usualRangeMs = 86_400_000;
const mostBands = 300;
/** Samples are taken a little late at times. */
const restShare = 1.5;

/** A database over a time: its checks, its samples and what observed programs did in it. */
export const databaseHistoryRoutes =
  ({ databases, history, runs }: HistoryParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const schema = {
      summary:
        'A database over time: checks, connections, waits, transactions, errors, and when it was down or sessions were blocked',
      description:
        'In readable steps of whole minutes, at most 120. Without a range: the last 24 hours. What only samples show is null where none was taken.',
      params: z.object({ name: words }),
      querystring: databaseHistoryQuery,
      response: { 200: databaseHistory },
    };
    app.get('/dependencies/:name/history', { config: reads, schema }, async ({ params: { name }, query }) => {
      const found = databases.find((one) => one.name === name);
      if (found === undefined) throw noSuchDatabase(name);
      const { system, host, port, database, sampleMs = 0 } = found;
      const toMs = unixMsOf(query.to);
      const endMs = toMs ?? Date.now();
      const grid = historyGrid({ fromMs: unixMsOf(query.from) ?? endMs - usualRangeMs, toMs: endMs });
      const [checks, changes, figures, transactions, seen] = await Promise.all([
        history.checks(name, grid),
        history.changes(name, grid),
        history.figures(name, grid),
        history.transactions({ system, host, port, database }, grid),
        history.blocking(name, grid),
      ]);
      const blocking = await withRuns(seen, runs, grid.fromMs);
      const bands = [...stateBands(changes, toMs), ...blockingBands(blocking, restShare * sampleMs)];
      return {
        from: instantOf(grid.fromMs),
        to: instantOf(endMs),
        stepMs: grid.stepMs,
        items: stepsOf({ checks, figures, transactions }, grid),
        bands: bands.toSorted((a, b) => a.from.localeCompare(b.from)).slice(-mostBands),
      };
    });
    done();
  };

const withRuns = async (
  seen: readonly SeenBlocking[],
  runs: Pick<RunReader, 'byTraceIds'>,
  fromMs: number,
): Promise<BlockingFact[]> => {
  const tracesOf = (texts: readonly string[]) => texts.flatMap((text) => findTraceparent(text) ?? []);
  const known = await runsOfSessions(
    seen.flatMap(({ texts }) => tracesOf(texts)),
    runs,
    fromMs,
  );
  return seen.map(({ texts, ...blocking }) => {
    const ids = new Set(tracesOf(texts).map(({ traceId }) => traceId));
    const own = known.filter(({ traceId }) => ids.has(traceId));
    return { ...blocking, runs: own.map(({ runId, namespace, pipeline }) => ({ runId, namespace, pipeline })) };
  });
};
