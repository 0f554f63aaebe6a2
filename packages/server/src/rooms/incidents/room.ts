import { defaultSettings } from '@sightglass/model/alerting';
import type { OpenRoom, Room } from '../../room.ts';
import { incidentEvents } from './events.ts';
import { createLookAround } from './look-around.ts';
import { watchForTrouble } from './loop.ts';
import { incidentActRoutes } from './routes-acts.ts';
import { occurrenceRoutes } from './routes-occurrences.ts';
import { incidentRoutes } from './routes.ts';
import { occurrencesIn } from './store-occurrences.ts';
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
    const occurrences = occurrencesIn(state);
    const events = incidentEvents(own);
    return {
      name: 'incidents',
      routes: {
        about: 'Trouble that people take care of as one, and the alerts it is made of',
        plugins: [
          incidentRoutes(incidents, receptionTime),
          incidentActRoutes(world, receptionTime),
          occurrenceRoutes(occurrences),
        ],
      },
      start: () =>
        watchForTrouble({
          world,
          lookAround: createLookAround(rooms, events.notLooked),
          noteOccurrences: () => occurrences.note(rooms.flatMap(({ watch }) => watch?.occurrences?.() ?? [])),
          settings: defaultSettings,
          receptionTime,
          live,
          async forget(nowMs) {
            const before = new Date(nowMs - keptForMs);
            await incidents.forget(before);
            await occurrences.forget(before);
          },
          onError: events.notDecided,
        }),
    };
  };
