import type { OpenRoom } from '../../room.ts';
import { namedDatabases } from '../databases/named-databases.ts';
import { createLogCounter } from '../logs/facts-counts.ts';
import { createTraceReader } from '../traces/facts.ts';
import { createAttributeReader } from './attributes/facts.ts';
import { runAttributeRoutes } from './attributes/routes.ts';
import { createRunReader } from './facts-runs.ts';
import { createStageReader } from './facts-stages.ts';
import { findRuns } from './list/find.ts';
import { runHourRoutes } from './list/hours/routes-hours.ts';
import { runListRoutes } from './list/routes-list.ts';
import { runRoutes } from './routes.ts';

export const openRuns: OpenRoom = ({ config, telemetry, plans, receptionTime }) => {
  const databases = namedDatabases(config.dependencies);
  const [runs, stages] = [createRunReader(telemetry, plans), createStageReader(telemetry)];
  const [logCounts, traces] = [createLogCounter(telemetry), createTraceReader(telemetry)];
  return {
    name: 'runs',
    offers: { find: (wish) => findRuns({ runs, stages }, wish, receptionTime()) },
    routes: {
      about: 'One execution of a pipeline each, with its stages and its row ledger',
      plugins: [
        runListRoutes({ telemetry, runs, stages, plans, databases, receptionTime }),
        runAttributeRoutes(runs, createAttributeReader(telemetry)),
        runHourRoutes({ telemetry, plans, databases, receptionTime }),
        runRoutes({ runs, stages, logCounts, traces, receptionTime }),
      ],
    },
  };
};
