import type { OpenRoom } from '../../room.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { describedDatabase } from './described-database.ts';
import { databaseEvents } from './events.ts';
import { createRunDatabaseReader } from './facts-run.ts';
import { readDatabaseUsers } from './system/facts-users.ts';
import { createDatabaseWorkReader } from './facts-work.ts';
import { createDatabaseHistoryReader } from './history/facts.ts';
import { databaseHistoryRoutes } from './history/routes.ts';
import { lookAtDatabase } from './system/look-at-database.ts';
import { startSampling } from './sampling/loop-samples.ts';
import { rememberedDatabases, watchDatabases, type DatabaseWatch } from './loop.ts';
import { findDatabases } from './find.ts';
import { namedDatabases } from './named-databases.ts';
import { runDatabaseRoutes } from './routes-run.ts';
import { databaseWorkRoutes } from './routes-work.ts';
import { databaseRoutes } from './routes.ts';
import { isSameDatabase } from './same-database.ts';
import { databaseMemoryIn } from './store.ts';
import { systemOfDatabase } from './system/system-of-database.ts';

export const openDatabases: OpenRoom = (foundations) => {
  const { config, telemetry, telemetryOfAll, samples, part, plans, stateOfAll, emit, own } = foundations;
  const configured = config.dependencies;
  const databases = namedDatabases(configured);
  const runs = createRunReader(telemetry, plans);
  const events = databaseEvents(own);
  const parts = { databases: configured, onError: events.checkNotRecorded };
  const list = async () => watch?.list() ?? rememberedDatabases({ ...parts, memory: databaseMemoryIn(stateOfAll) });
  // Of the configuration are those in the part.
  const latest = (name: string) => (configured.some((one) => one.name === name) ? samples.get(name) : undefined);
  let watch: DatabaseWatch | undefined;
  return {
    name: 'databases',
    routes: {
      about: 'Databases that runs depend on: whether they are healthy, and what programs do in them',
      plugins: [
        databaseRoutes({ list, latest, runs, showsSessions: part === undefined }),
        databaseWorkRoutes({ databases, databaseWork: createDatabaseWorkReader(telemetry) }),
        databaseHistoryRoutes({
          databases: configured.map((one) => ({ ...one.target, name: one.name, sampleMs: one.sampleMs })),
          history: createDatabaseHistoryReader(telemetry, telemetryOfAll),
          runs,
        }),
        runDatabaseRoutes({ databases, runs, runDatabases: createRunDatabaseReader(telemetry, telemetryOfAll) }),
      ],
    },
    offers: {
      async systems({ fromMs, toMs, running }) {
        const nowMs = Date.now();
        const ids = running.map(({ runId }) => runId);
        const [known, users] = await Promise.all([list(), readDatabaseUsers(telemetry, { fromMs, toMs }, ids)]);
        return known.map((one) => {
          const described = describedDatabase(one, latest(one.name), nowMs);
          return systemOfDatabase(
            described,
            users.find((each) => isSameDatabase(each, described)),
            running,
            nowMs,
          );
        });
      },
      watch: {
        look: async () => {
          const nowMs = Date.now();
          return (await list()).map((one) => lookAtDatabase(describedDatabase(one, latest(one.name), nowMs), nowMs));
        },
      },
      find: async (wish) => {
        const nowMs = Date.now();
        return findDatabases(
          (await list()).map((one) => describedDatabase(one, latest(one.name), nowMs)),
          wish,
        );
      },
    },
    async start(led) {
      await using started = new AsyncDisposableStack();
      started.defer(() => {
        watch = undefined;
      });
      watch = started.use(
        await watchDatabases({
          ...parts,
          memory: databaseMemoryIn(led),
          emit: (logs, key) => emit('logs', logs, key),
        }),
      );
      started.use(startSampling({ databases: configured, emit, onError: events.sampleFailed, samples }));
      return started.move();
    },
  };
};
