import type { OpenRoom } from '../../room.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { createTraceReader } from './facts.ts';
import { createTraceHistogram } from './facts-histogram.ts';
import { createTraceSearch } from './facts-search.ts';
import { traceExportRoutes } from './routes-export.ts';
import { traceListRoutes } from './routes-list.ts';
import { traceRoutes } from './routes.ts';

export const openTraces: OpenRoom = ({ telemetry, plans }) => {
  const parts = {
    traceSearch: createTraceSearch(telemetry),
    histogram: createTraceHistogram(telemetry),
    runs: createRunReader(telemetry, plans),
  };
  return {
    name: 'traces',
    routes: {
      about: 'Traces: lists, how long they took, and their spans',
      plugins: [traceListRoutes(parts), traceExportRoutes(parts), traceRoutes(createTraceReader(telemetry))],
    },
  };
};
