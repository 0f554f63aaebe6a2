import { defaultSettings, withDefaults } from '@sightglass/model/alerting';
import type { OpenRoom } from '../../room.ts';
import { createComplete } from './causes/complete.ts';
import { watchedPlaces } from './causes/places.ts';
import { rulesOf, windowsOf } from './config.ts';
import { recipientsOf } from '../notify/recipients.ts';
import { schedulesOf, stepsOf, targetsAt } from './escalation/escalation.ts';
import { incidentEvents } from './events.ts';
import { createLookAround, occurrencesFoundBy } from './look-around.ts';
import { watchForTrouble } from './loop.ts';
import { incidentActRoutes } from './routes-acts.ts';
import { incidentExportRoutes } from './routes-export.ts';
import { occurrenceRoutes } from './occurrences/routes-occurrences.ts';
import { incidentRoutes } from './routes.ts';
import { ruleRoutes } from './rules/routes-rules.ts';
import { silenceRoutes } from './silences/routes-silences.ts';
import { silencesIn } from './silences/store-silences.ts';
import { forgetEndedIn } from './store-ended.ts';
import { occurrencesIn } from './occurrences/store-occurrences.ts';
import { incidentsOfPart, occurrencesOfPart } from './store-part.ts';
import { incidentsIn } from './store.ts';
import { storedWorldIn } from './world.ts';

/** What follows from what all rooms find. */
export const openIncidents: OpenRoom = (
  { config, stateOfAll, part, receptionTime, live, own, telemetry, plans },
  all,
) => {
  const world = storedWorldIn(stateOfAll);
  const incidents = incidentsOfPart(incidentsIn(stateOfAll), part);
  const occurrences = occurrencesIn(stateOfAll);
  const events = incidentEvents(own);
  const silences = silencesIn(stateOfAll);
  const schedules = schedulesOf(config.onCall);
  const ownRules = rulesOf(config.alerts);
  return {
    name: 'incidents',
    routes: {
      about: 'Trouble that people take care of as one, and the alerts it is made of',
      plugins: [
        incidentRoutes(incidents, receptionTime),
        incidentExportRoutes(incidents, receptionTime),
        incidentActRoutes({ world, incidents, receptionTime }),
        occurrenceRoutes(occurrencesOfPart(occurrences, part)),
        silenceRoutes({ silences, incidents: incidentsIn(stateOfAll), receptionTime, isOfAll: part === undefined }),
        ruleRoutes({
          telemetry,
          plans,
          rules: ownRules,
          places: watchedPlaces(config),
          receptionTime,
          isOfAll: part === undefined,
        }),
      ],
    },
    start: () =>
      watchForTrouble({
        world,
        lookAround: createLookAround(all(), events.notLooked, createComplete({ telemetry, config, plans })),
        noteOccurrences: () => occurrences.note(occurrencesFoundBy(all())),
        silences: silences.since,
        targetsAt: (atMs) => targetsAt(config.escalation, schedules, atMs),
        settings: {
          ...defaultSettings,
          rules: withDefaults(ownRules),
          maintenance: windowsOf(config.maintenance),
          escalation: stepsOf(config.escalation),
          recipients: recipientsOf(config.channels),
        },
        receptionTime,
        live,
        forget: forgetEndedIn(stateOfAll),
        onError: events.notDecided,
      }),
  };
};
