import type { OpenRoom } from '../../room.ts';
import { createLogCounter } from '../logs/facts-counts.ts';
import { createTraceReader } from '../traces/facts.ts';
import { createRunReader } from './facts-runs.ts';
import { createStageReader } from './facts-stages.ts';
import { runRoutes } from './routes.ts';

export const openRuns: OpenRoom = ({ telemetry, plans, receptionTime }) => ({
  name: 'runs',
  routes: {
    about: 'One execution of a pipeline each, with its stages and its row ledger',
    plugins: [
      runRoutes({
        runs: createRunReader(telemetry, plans),
        stages: createStageReader(telemetry),
        logCounts: createLogCounter(telemetry),
        traces: createTraceReader(telemetry),
        receptionTime,
      }),
    ],
  },
});
