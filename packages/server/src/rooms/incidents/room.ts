import { defaultSettings } from '@sightglass/model/alerting';
import type { OpenRoom, Room } from '../../room.ts';
import { incidentEvents } from './events.ts';
import { createLookAround } from './look-around.ts';
import { watchForTrouble } from './loop.ts';
import { incidentActRoutes } from './routes-acts.ts';
import { incidentRoutes } from './routes.ts';
import { incidentsOfPart } from './store-part.ts';
import { incidentsIn } from './store.ts';
import { storedWorldIn } from './world.ts';

/** What follows from what the given rooms find. */
export const openIncidents =
  (rooms: readonly Pick<Room, 'name' | 'watch'>[]): OpenRoom =>
  ({ stateOfAll, part, receptionTime, live, own }) => {
    const world = storedWorldIn(stateOfAll);
    const incidents = incidentsOfPart(incidentsIn(stateOfAll), part);
    const events = incidentEvents(own);
    return {
      name: 'incidents',
      routes: {
        about: 'Trouble that people take care of as one, and the alerts it is made of',
        plugins: [incidentRoutes(incidents), incidentActRoutes(world, incidents)],
      },
      start: () =>
        watchForTrouble({
          world,
          lookAround: createLookAround(rooms, events.notLooked),
          settings: defaultSettings,
          receptionTime,
          live,
          onError: events.notDecided,
        }),
    };
  };
