import type { OpenRoom } from '../../room.ts';
import { logEvents } from './events.ts';
import { createAttributeFacets } from './facts-attributes.ts';
import { createLogCounter } from './facts-counts.ts';
import { createLogSearch } from './facts-search.ts';
import { logRoutes } from './routes.ts';
import { tailRoutes } from './routes-tail.ts';

export const openLogs: OpenRoom = ({ telemetry, tail, openStream, own }) => ({
  name: 'logs',
  routes: {
    about: 'Log records: lists, counts, facets, and as they arrive',
    plugins: [
      logRoutes({
        logSearch: createLogSearch(telemetry),
        logCounts: createLogCounter(telemetry),
        attributeFacets: createAttributeFacets(telemetry),
      }),
      tailRoutes({ tail, openStream, events: logEvents(own) }),
    ],
  },
});
