import { misfitOfThing } from '@sightglass/model';
import { type FoundThing, searchQuery, searchResult } from '@sightglass/model/rest';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { reads } from './access/needs.ts';
import type { ApiPart } from './http/rooms-api.ts';
import type { Find, FindWish, Room } from './room.ts';

const mostOfEach = 8;
/** Somebody waits for it, letter by letter. */
const mostMs = 3_000;

/** One search over all rooms that have something to find. */
export const searchOf = (rooms: readonly Room[]): ApiPart => ({
  name: 'search',
  routes: {
    about: 'One search for all that has a page',
    plugins: [searchRoutes(rooms.flatMap(({ offers }) => offers?.find ?? []))],
  },
});

const searchRoutes =
  (finders: readonly Find[]): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const schema = {
      summary: 'Pipelines, runs, databases, APIs, contracts and files by name or id, best first',
      description: `Up to ${mostOfEach} of each kind. \`isWhole\` is false where some could not be searched within ${mostMs / 1_000} s.`,
      querystring: searchQuery,
      response: { 200: searchResult },
    };
    app.get('/search', { config: reads, schema }, async ({ query: { q, limit } }) => {
      const text = q.trim();
      const wish = { text, words: text.toLowerCase().split(/\s+/u).filter(Boolean), most: mostOfEach };
      const { found, isWhole } = await findAll(finders, wish);
      return { items: ranked(found, wish.words).slice(0, limit), isWhole };
    });
    done();
  };

/** What came in time. Raises the first error when nothing but errors came. */
const findAll = async (
  finders: readonly Find[],
  wish: FindWish,
): Promise<{ found: readonly FoundThing[]; isWhole: boolean }> => {
  const late = new AbortController();
  const over = delay(mostMs, undefined, { signal: late.signal }).catch(() => undefined);
  const answers = await Promise.allSettled(finders.map((find) => Promise.race([find(wish), over])));
  late.abort();
  const [failed] = answers.filter((answer) => answer.status === 'rejected');
  if (failed !== undefined && answers.every(({ status }) => status === 'rejected')) throw failed.reason;
  const found = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined));
  return { found: found.flatMap((things) => things ?? []), isWhole: found.every((things) => things !== undefined) };
};

/** Best first; of two that fit alike the later one. What two rooms found is there once. */
const ranked = (found: readonly FoundThing[], words: readonly string[]): FoundThing[] => {
  const pages = new Map<string, FoundThing>();
  for (const thing of found) pages.set(`${thing.kind} ${thing.page} ${thing.name}`, thing);
  return [...pages.values()]
    .map((thing) => ({ thing, fit: fitOf(thing, words) }))
    .toSorted(
      (a, b) =>
        a.fit - b.fit || (b.thing.at ?? '').localeCompare(a.thing.at ?? '') || a.thing.name.localeCompare(b.thing.name),
    )
    .map(({ thing }) => thing);
};

/** The name counts before where it belongs; what only its room knows to fit comes last. */
const fitOf = ({ name, detail }: FoundThing, words: readonly string[]): number =>
  misfitOfThing(words, name, detail) ?? 100;
