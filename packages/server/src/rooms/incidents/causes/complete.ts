import { type Look, subjectKey, type WatchedPlace } from '@sightglass/model/alerting';
import type { ServerConfig } from '../../../config/schema.ts';
import type { Plans } from '../../../plans/plans.ts';
import { keptFor } from '../../../schedule/kept-for.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import type { Complete } from '../look-around.ts';
import { createCauseBook } from './cause-book.ts';
import { readServerUsers, type ServerUsers } from './facts-users.ts';
import { watchedPlaces } from './places.ts';
import { withCauses } from './with-causes.ts';
import { withNeeds } from './with-needs.ts';

/** Who uses a database changes slowly. */
const usersEveryMs = 10 * 60_000;
const usersOfMs = 7 * 86_400_000;

interface CompleteParts {
  readonly telemetry: TelemetryClient;
  readonly config: Pick<ServerConfig, 'dependencies' | 'apis'>;
  readonly plans: Plans;
}

/** Looks with what their trouble may come from, and with who needs what is down. */
export const createComplete = ({ telemetry, config, plans }: CompleteParts): Complete => {
  const places = watchedPlaces(config);
  const causesOf = createCauseBook(telemetry, places);
  const readUsers = keptFor(usersEveryMs, () => readServerUsers(telemetry, Date.now() - usersOfMs));
  return async (looks, pipelines, nowMs) => {
    const causes = await causesOf(pipelines, nowMs);
    const users = places.length === 0 ? [] : await readUsers();
    return withNeeds(withCauses(looks, causes, plans), (look) => usersAt(look, places, users), pipelines);
  };
};

/** Pipelines that used a server of the system. */
const usersAt = ({ subject }: Look, places: readonly WatchedPlace[], users: readonly ServerUsers[]): string[] => {
  const own = places.filter((place) => subjectKey(place.subject) === subjectKey(subject));
  return users.flatMap(({ host, port, usedBy }) =>
    own.some((place) => place.host.toLowerCase() === host && place.port === port) ? usedBy : [],
  );
};
