import { databasesSentence, findTraceparent, writtenSentence } from '@sightglass/model';
import {
  sampledDatabase,
  type DatabaseSample,
  databaseStatus,
  databaseList,
  type SessionRun,
  words,
} from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { RunReader } from '../runs/facts-runs.ts';
import { describedDatabase } from './described-database.ts';
import type { WatchedDatabase } from './loop.ts';
import { runsOfSessions } from './session-runs.ts';
import { noSuchDatabase, notFound, RequestError } from '../../http/errors.ts';
import { reads } from '../../access/needs.ts';

export interface DatabaseSource {
  readonly list: () => Promise<WatchedDatabase[]>;
  readonly latest: (name: string) => DatabaseSample | undefined;
}

interface DatabaseRouteParts extends DatabaseSource {
  readonly runs: RunReader;
  /** Whether sessions are shown: they are of everybody who uses a database. */
  readonly showsSessions: boolean;
}

export const databaseRoutes =
  ({ list, latest, runs, showsSessions }: DatabaseRouteParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const known = async (nowMs: number) => (await list()).map((one) => describedDatabase(one, latest(one.name), nowMs));
    app.get(
      '/dependencies',
      {
        config: reads,
        schema: {
          summary: 'The databases that are configured, and whether they are healthy',
          response: { 200: databaseList },
        },
      },
      async () => {
        const nowMs = Date.now();
        const items = await known(nowMs);
        return { items, ...writtenSentence(databasesSentence(items), nowMs) };
      },
    );
    const params = z.object({ name: words });
    app.get(
      '/dependencies/:name',
      {
        config: reads,
        schema: { summary: 'One database and its latest checks', params, response: { 200: databaseStatus } },
      },
      async (request) => {
        const found = (await known(Date.now())).find(({ name }) => name === request.params.name);
        if (found === undefined) throw noSuchDatabase(request.params.name);
        return found;
      },
    );
    app.get(
      '/dependencies/:name/sample',
      {
        config: reads,
        schema: {
          summary: 'The latest sample of the sessions and locks of a database',
          params,
          response: { 200: sampledDatabase },
        },
      },
      async (request) => {
        const { name } = request.params;
        const taken = latest(name);
        if (taken === undefined) throw notFound(`${name} has not been sampled: its configuration needs \`sample\`.`);
        if (!showsSessions) throw sessionsOfEverybody(name);
        return { ...taken, runs: await runsIn(taken, runs) };
      },
    );
    done();
  };

const sessionsOfEverybody = (name: string): RequestError =>
  new RequestError(
    'RIGHT_MISSING',
    403,
    `This shows the sessions of all teams that use ${name}, which only those see who see everything: admins.`,
  );

const runsIn = ({ sampledAt, sections }: DatabaseSample, runs: RunReader): Promise<SessionRun[]> => {
  const texts = Object.values(sections).flatMap((rows) => rows.flatMap((row) => Object.values(row)));
  const sessions = texts.flatMap((text) => (typeof text === 'string' ? (findTraceparent(text) ?? []) : []));
  return runsOfSessions(sessions, runs, Date.parse(sampledAt));
};
