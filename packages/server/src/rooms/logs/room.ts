import type { OpenRoom } from '../../room.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { logEvents } from './events.ts';
import { createAttributeFacets } from './facts-attributes.ts';
import { createLogCounter } from './facts-counts.ts';
import { createLogSearch } from './facts-search.ts';
import { logRoutes } from './routes.ts';
import { logExportRoutes } from './routes-export.ts';
import { tailRoutes } from './routes-tail.ts';

export const openLogs: OpenRoom = ({ telemetry, plans, tail, part, openStream, own, redaction }) => {
  const logSearch = createLogSearch(telemetry);
  const logCounts = createLogCounter(telemetry);
  return {
    name: 'logs',
    routes: {
      about: 'Log records: lists, counts, facets, files, and as they arrive',
      plugins: [
        logExportRoutes({ logSearch, logCounts }),
        logRoutes({
          logSearch,
          logCounts,
          attributeFacets: createAttributeFacets(telemetry),
          runs: createRunReader(telemetry, plans),
        }),
        tailRoutes({ tail, part, openStream, redaction, events: logEvents(own) }),
      ],
    },
  };
};
