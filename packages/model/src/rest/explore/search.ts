import { z } from 'zod';
import { instant, words } from '../common.ts';
import { tones } from '../../verdict/shown.ts';

/** What the search finds; a kind that is added here has a finder in its room of the server. */
export const foundKinds = ['pipeline', 'run', 'database', 'api', 'contract', 'file', 'dataset'] as const;
export type FoundKind = (typeof foundKinds)[number];

export const searchQuery = z.object({
  q: words.max(200).describe('Words or the beginning of an id; letters in their order are enough'),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

/** One thing with a page of its own. */
export const foundThing = z.object({
  kind: z.enum(foundKinds),
  name: z.string(),
  detail: z.string().describe('Where it belongs'),
  page: z.string().describe('Address of its page in the dashboard'),
  at: instant.nullable().describe('Its latest: the later of two that fit alike comes first'),
  shown: z
    .object({ id: z.string(), word: z.string(), tone: z.enum(tones) })
    .nullable()
    .describe('Its state, as its page shows it; null where that is not known at once'),
});
export type FoundThing = z.infer<typeof foundThing>;

/** `GET /api/v1/search`. */
export const searchResult = z.object({
  items: z.array(foundThing).describe('Best first'),
  isWhole: z.boolean().describe('False where some kinds could not be searched in time'),
});
export type SearchResult = z.infer<typeof searchResult>;
