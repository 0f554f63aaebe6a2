import type { OpenRoom } from '../../room.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { createStageReader } from '../runs/facts-stages.ts';
import { calendarRoutes } from './calendar/routes-calendar.ts';
import { pipelineEvents } from './events.ts';
import { createReading } from './known/facts-read.ts';
import { createPipelineReader } from './facts.ts';
import { watchSchedules } from './loop.ts';
import { createPipelineLooks } from './known/pipeline-looks.ts';
import { createPipelineMemory } from './known/memory.ts';
import { findPipelines } from './list/find.ts';
import { planRoutes } from './routes-plans.ts';
import { briefPipelineRoutes } from './list/routes-brief.ts';
import { pipelineRoutes } from './routes.ts';

export const openPipelines: OpenRoom = ({ telemetry, plans, receptionTime, emit, own, config }) => {
  const pipelines = createPipelineReader(telemetry);
  const runs = createRunReader(telemetry, plans);
  const { schedulesNotJudged } = pipelineEvents(own);
  const read = createReading({ plans, runs, stages: createStageReader(telemetry), receptionTime });
  const memory = createPipelineMemory({ telemetry, pipelines, read });
  const looks = createPipelineLooks({ memory, receptionTime });
  const shown = { pipelines, memory, plans, receptionTime };
  return {
    name: 'pipelines',
    routes: {
      about: 'What runs again and again, and whether it came when it was due',
      plugins: [
        pipelineRoutes(shown),
        briefPipelineRoutes(shown),
        planRoutes({ plans, receptionTime }),
        calendarRoutes({ telemetry, memory, plans, receptionTime, runDays: config.retention.runDays }),
      ],
    },
    offers: { watch: looks, find: (wish) => findPipelines(shown, wish) },
    start: () => {
      // So that the first to open a page does not wait for all to be read.
      void memory.current().catch(() => {});
      return watchSchedules({
        pipelines,
        plans,
        runs,
        receptionTime,
        emit: (logs, key) => emit('logs', logs, key),
        onError: schedulesNotJudged,
      });
    },
  };
};
