import type { FastifyInstance } from 'fastify';
import type { House } from './foundations.ts';
import { createApp } from './http/app.ts';
import type { HttpEvents } from './http/events.ts';
import { roomsApi, tagsOf } from './http/rooms-api.ts';
import type { TlsPair } from './http/transport/tls.ts';
import type { Doors } from './intake/doors.ts';
import { openPartApps } from './part-apps.ts';
import type { Room } from './room.ts';
import { searchOf } from './search.ts';

export interface OpenAppParts {
  readonly foundations: House;
  readonly rooms: readonly Room[];
  readonly doors: Pick<Doors, 'routes'>;
  readonly events: HttpEvents;
  readonly tls: TlsPair | undefined;
}

/** What answers over HTTP: the routes of all rooms, the search over them, the doors, and of each part of all telemetry the same once more. */
export const openApp = ({ foundations, rooms, doors, events, tls }: OpenAppParts): FastifyInstance => {
  const { config, own, access, streams, readiness, losses, senders } = foundations;
  const parts = [...rooms, searchOf(rooms)];
  const common = { ...config, events, registry: own.registry, gate: access.gate, tls };
  return createApp({
    ...common,
    partApps: openPartApps({ foundations, app: common }),
    api: roomsApi(parts, streams),
    tags: tagsOf(parts),
    root: [doors.routes],
    readiness,
    losses,
    limits: senders.limits,
  });
};
