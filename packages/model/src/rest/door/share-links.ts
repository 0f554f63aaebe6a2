import { z } from 'zod';
import { instant, stateWords } from '../common.ts';

const run = { namespace: stateWords, pipeline: stateWords, runId: stateWords };

/** A link that shows one run to whoever has it. */
export const shareLink = z.object({
  id: z.string(),
  ...run,
  personName: z.string().describe('Who created it'),
  createdAt: instant,
  expiresAt: instant,
  lastOpenedAt: instant.nullable().describe('To a minute'),
});
export const shareLinkList = z.object({ items: z.array(shareLink) });
export const newShareLink = z.object({ ...run, expiresInDays: z.int().min(1).max(90) });
export const createdShareLink = z.object({
  id: z.string(),
  path: z
    .string()
    .describe(
      'Address behind that of the server, shown this once; its secret stands behind #, so that no server logs it',
    ),
  expiresAt: instant,
});
/** What the link that is shown is for. */
export const sharedRun = z.object({ ...run, expiresAt: instant });

export type ShareLink = z.infer<typeof shareLink>;
export type ShareLinkList = z.infer<typeof shareLinkList>;
export type NewShareLink = z.infer<typeof newShareLink>;
export type CreatedShareLink = z.infer<typeof createdShareLink>;
export type SharedRun = z.infer<typeof sharedRun>;
