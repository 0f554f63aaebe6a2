import type { OpenRoom } from '../../room.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { createTraceReader } from './facts.ts';
import { traceRoutes } from './routes.ts';

export const openTraces: OpenRoom = ({ telemetry, plans }) => ({
  name: 'traces',
  routes: {
    about: 'Spans of a trace',
    plugins: [traceRoutes({ traces: createTraceReader(telemetry), runs: createRunReader(telemetry, plans) })],
  },
});
