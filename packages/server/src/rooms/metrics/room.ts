import type { OpenRoom } from '../../room.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { createMetricReader } from './facts.ts';
import { createMetricFinder } from './facts-names.ts';
import { createPointReader } from './facts-points.ts';
import { metricNameRoutes } from './routes-names.ts';
import { metricRoutes } from './routes.ts';

export const openMetrics: OpenRoom = ({ telemetry, plans }) => ({
  name: 'metrics',
  routes: {
    about: 'Measurements over time',
    plugins: [
      metricNameRoutes(createMetricFinder(telemetry)),
      metricRoutes({
        metrics: createMetricReader(telemetry),
        points: createPointReader(telemetry),
        runs: createRunReader(telemetry, plans),
      }),
    ],
  },
});
