import type { OpenRoom, Room } from '../../room.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { systemRoutes, type SystemWindow } from './routes.ts';

const mostRunning = 500;
/** A run goes on for so long at most. */
const longestRunMs = 31 * 86_400_000;

/** One list of what the given rooms watch. */
export const openSystems =
  (rooms: readonly Pick<Room, 'systems'>[]): OpenRoom =>
  ({ telemetry, plans, receptionTime }) => {
    const runs = createRunReader(telemetry, plans);
    const readSystems = async (window: SystemWindow) => {
      const now = receptionTime();
      const running = await runs.names({ states: ['running'], fromMs: now.nowMs - longestRunMs }, mostRunning, now);
      const found = await Promise.all(rooms.map(async ({ systems }) => systems?.({ ...window, running }) ?? []));
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
