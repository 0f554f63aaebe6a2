import type { OpenRoom } from '../../room.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { systemRoutes, type SystemWindow } from './routes.ts';

const mostRunning = 500;
/** A run goes on for so long at most. */
const longestRunMs = 31 * 86_400_000;

/** One list of what all rooms watch. */
export const openSystems: OpenRoom = ({ telemetry, plans, receptionTime }, all) => {
  const runs = createRunReader(telemetry, plans);
  const readSystems = async (window: SystemWindow) => {
    const now = receptionTime();
    const running = await runs.names({ states: ['running'], fromMs: now.nowMs - longestRunMs }, mostRunning, now);
    const found = await Promise.all(all().map(async ({ offers }) => offers?.systems?.({ ...window, running }) ?? []));
    return found.flat();
  };
  return {
    name: 'systems',
    routes: {
      about: 'All that runs depend on, in one list',
      plugins: [systemRoutes(readSystems)],
    },
  };
};
