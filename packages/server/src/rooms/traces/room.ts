import type { OpenRoom } from '../../room.ts';
import { createTraceReader } from './facts.ts';
import { traceRoutes } from './routes.ts';

export const openTraces: OpenRoom = ({ telemetry }) => ({
  name: 'traces',
  routes: { about: 'Spans of a trace', plugins: [traceRoutes({ traces: createTraceReader(telemetry) })] },
});
