import { systemSubject, type WatchedPlace } from '@sightglass/model/alerting';
import type { ServerConfig } from '../../../config/schema.ts';

/** Databases and APIs of the configuration, and where programs find them. */
export const watchedPlaces = ({ dependencies, apis }: Pick<ServerConfig, 'dependencies' | 'apis'>): WatchedPlace[] => [
  ...dependencies.flatMap(({ name, target }) =>
    [target, ...target.alternates].map(({ host, port }) => ({ subject: systemSubject('database', name), host, port })),
  ),
  ...apis.map(({ name, url }) => ({ subject: systemSubject('api', name), ...placeOf(new URL(url)) })),
];

const placeOf = ({ hostname, port, protocol }: URL): Pick<WatchedPlace, 'host' | 'port'> => ({
  host: hostname.replaceAll(/[[\]]/gu, ''),
  port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
});
