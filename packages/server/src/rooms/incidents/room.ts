import { defaultSettings } from '@sightglass/model/alerting';
import type { OpenRoom, Room } from '../../room.ts';
import { incidentEvents } from './events.ts';
import { createLookAround } from './look-around.ts';
import { watchForTrouble } from './loop.ts';
import { incidentActRoutes } from './routes-acts.ts';
import { incidentRoutes } from './routes.ts';
import { incidentsIn } from './store.ts';
import { storedWorldIn } from './world.ts';

/** What has ended is kept for 400 days. */
const keptForMs = 400 * 86_400_000;

/** What follows from what the given rooms find. */
export const openIncidents =
  (rooms: readonly Pick<Room, 'name' | 'watch'>[]): OpenRoom =>
  ({ state, receptionTime, live, own }) => {
    const world = storedWorldIn(state);
    const incidents = incidentsIn(state);
    const events = incidentEvents(own);
    return {
      name: 'incidents',
      routes: {
        about: 'Trouble that people take care of as one, and the alerts it is made of',
        plugins: [incidentRoutes(incidents, receptionTime), incidentActRoutes(world, receptionTime)],
      },
      start: () =>
        watchForTrouble({
          world,
          lookAround: createLookAround(rooms, events.notLooked),
          settings: defaultSettings,
          receptionTime,
          live,
          forget: (nowMs) => incidents.forget(new Date(nowMs - keptForMs)),
          onError: events.notDecided,
        }),
    };
  };
