import type { FastifyInstance } from 'fastify';
import type { GateParts } from './access/gate.ts';
import type { Sight } from './access/sight/sight.ts';
import type { Foundations } from './foundations.ts';
import { createEventStreams, type EventStreams } from './http/event-stream.ts';
import { createApp, type AppParts } from './http/app.ts';
import type { PartApps } from './access/sight/hand-on.ts';
import { roomsApi } from './http/rooms-api.ts';
import { foundationsOfPart } from './part-foundations.ts';
import { openRooms } from './rooms.ts';
import { searchOf } from './search.ts';
import { createPartFinder } from './storage/telemetry/visible/facts-part.ts';
import type { VisiblePart } from './storage/telemetry/visible/visible-part.ts';

export interface PartAppsParts {
  readonly foundations: Foundations;
  /** As the app for those who see everything has it. */
  readonly app: Pick<AppParts, 'events' | 'registry' | 'tls' | 'trustedProxies' | 'gate'>;
  /** Each has its own, which end with it. */
  readonly createStreams?: () => EventStreams;
}

/** Teams whose members are answered out of memory; of more, those that have asked for the longest no more are built again when they do. */
const mostApps = 20;

/** The rooms once more for each part of all telemetry that somebody sees and asks for. Nothing of it is there before somebody does. */
export const openPartApps = ({ foundations, app, createStreams = createEventStreams }: PartAppsParts): PartApps => {
  // By name: callers have more at hand, and what is done for every request was done before it is handed on.
  const { events, registry, tls, trustedProxies, gate: wholeGate } = app;
  const findPart = createPartFinder(foundations.telemetry, foundations.plans.configured);
  const apps = new Map<string, Promise<FastifyInstance>>();

  const isFor =
    (key: string) =>
    async (sight: Sight): Promise<boolean> =>
      sight !== 'all' && keyOf(await findPart(sight)) === key;

  const build = async (part: VisiblePart, gate: GateParts): Promise<FastifyInstance> => {
    const streams = createStreams();
    const rooms = openRooms(foundationsOfPart(foundations, part, streams.openStream));
    const built = createApp({
      events,
      registry,
      tls,
      trustedProxies: trustedProxies ?? [],
      api: roomsApi([...rooms, searchOf(rooms)], streams),
      gate,
      readiness: [],
    });
    await built.ready();
    return built;
  };

  const close = (one: Promise<FastifyInstance>): Promise<void> =>
    one.then(
      (built) => built.close(),
      () => undefined,
    );

  return {
    async appFor(sight) {
      const part = await findPart(sight);
      const key = keyOf(part);
      const known = apps.get(key);
      const asked = known ?? build(part, { ...wholeGate, isFor: isFor(key) });
      apps.delete(key);
      apps.set(key, asked); // the last is the one that was asked last
      if (known === undefined) asked.catch(() => apps.delete(key));
      const [oldest] = apps;
      if (apps.size > mostApps && oldest !== undefined) {
        apps.delete(oldest[0]);
        void close(oldest[1]);
      }
      return asked;
    },
    async close() {
      await Promise.all([...apps.values()].map(close));
    },
  };
};

/** Also another order of the same is the same part, as what teams own comes sorted. */
const keyOf = (part: VisiblePart): string => JSON.stringify(part);
