import { defaultSettings } from '@sightglass/model/alerting';
import type { OpenRoom } from '../../room.ts';
import { recipientsOf } from '../notify/recipients.ts';
import { incidentEvents } from './events.ts';
import { createLookAround, occurrencesFoundBy } from './look-around.ts';
import { watchForTrouble } from './loop.ts';
import { incidentActRoutes } from './routes-acts.ts';
import { occurrenceRoutes } from './routes-occurrences.ts';
import { incidentRoutes } from './routes.ts';
import { forgetEndedIn } from './store-ended.ts';
import { occurrencesIn } from './store-occurrences.ts';
import { incidentsOfPart, occurrencesOfPart } from './store-part.ts';
import { incidentsIn } from './store.ts';
import { storedWorldIn } from './world.ts';

/** What follows from what all rooms find. */
export const openIncidents: OpenRoom = ({ config, stateOfAll, part, receptionTime, live, own }, all) => {
  const world = storedWorldIn(stateOfAll);
  const incidents = incidentsOfPart(incidentsIn(stateOfAll), part);
  const occurrences = occurrencesIn(stateOfAll);
  const events = incidentEvents(own);
  return {
    name: 'incidents',
    routes: {
      about: 'Trouble that people take care of as one, and the alerts it is made of',
      plugins: [
        incidentRoutes(incidents, receptionTime),
        incidentActRoutes({ world, incidents, receptionTime }),
        occurrenceRoutes(occurrencesOfPart(occurrences, part)),
      ],
    },
    start: () =>
      watchForTrouble({
        world,
        lookAround: createLookAround(all(), events.notLooked),
        noteOccurrences: () => occurrences.note(occurrencesFoundBy(all())),
        settings: { ...defaultSettings, recipients: recipientsOf(config.channels) },
        receptionTime,
        live,
        forget: forgetEndedIn(stateOfAll),
        onError: events.notDecided,
      }),
  };
};
