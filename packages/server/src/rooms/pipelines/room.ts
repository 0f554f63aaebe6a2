import type { OpenRoom } from '../../room.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { createStageReader } from '../runs/facts-stages.ts';
import { pipelineEvents } from './events.ts';
import { createPipelineReader } from './facts.ts';
import { watchSchedules } from './loop.ts';
import { planRoutes } from './routes-plans.ts';
import { pipelineRoutes } from './routes.ts';

export const openPipelines: OpenRoom = ({ telemetry, plans, receptionTime, emit, own }) => {
  const pipelines = createPipelineReader(telemetry);
  const runs = createRunReader(telemetry, plans);
  const { schedulesNotJudged } = pipelineEvents(own);
  return {
    name: 'pipelines',
    routes: {
      about: 'What runs again and again, and whether it came when it was due',
      plugins: [
        pipelineRoutes({ pipelines, plans, runs, stages: createStageReader(telemetry), receptionTime }),
        planRoutes({ plans, receptionTime }),
      ],
    },
    start: () =>
      watchSchedules({
        pipelines,
        plans,
        runs,
        receptionTime,
        emit: (logs, key) => emit('logs', logs, key),
        onError: schedulesNotJudged,
      }),
  };
};
