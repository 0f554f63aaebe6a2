import type { OpenRoom } from '../../room.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { findChecked } from './find.ts';
import { createProfileReader } from './facts-profiles.ts';
import { createCheckReader } from './facts.ts';
import { profileRoutes } from './routes-profiles.ts';
import { checkRoutes, runCheckRoutes } from './routes.ts';

export const openContracts: OpenRoom = ({ telemetry, plans }) => {
  const checks = createCheckReader(telemetry);
  return {
    name: 'contracts',
    offers: { find: (wish) => findChecked(checks, wish, Date.now()) },
    routes: {
      about: 'Checked files, and whether they pass their data contracts',
      plugins: [
        checkRoutes({ checks }),
        runCheckRoutes({ checks, runs: createRunReader(telemetry, plans) }),
        profileRoutes(createProfileReader(telemetry)),
      ],
    },
  };
};
