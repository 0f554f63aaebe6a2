import { z } from 'zod';
import { roles } from '../access/rights.ts';
import { instant } from './common.ts';

const bytes = z.number().int().min(0);
const day = z.string().describe('A day of arrival, or the first of a month: `2026-11-23`');

export const keptClass = z.object({
  name: z.string(),
  setting: z.string().describe('The setting that says for how long'),
  days: z.number(),
  period: z.enum(['day', 'month']).describe('It goes in whole days, or whole months, of arrival'),
  bytes,
  rows: z.number(),
  since: day.nullable().describe('The oldest that is kept'),
  nextGoesAt: day.nullable().describe('When that is deleted because of its age, unless it is on hold'),
});
export type KeptClass = z.infer<typeof keptClass>;

export const retentionAnswer = z.object({
  classes: z.array(keptClass),
  accessLog: z.object({
    entries: z.number(),
    since: instant.nullable(),
    days: z.number().nullable().describe('Null: it is kept for ever'),
  }),
  bytes: bytes.describe('Of all that goes by its day'),
  mostBytes: bytes.describe('`retention.bytes`: beyond it the oldest day goes'),
  heldBytes: bytes.describe('Beyond the limits, and kept because of legal holds'),
  disk: z.object({ freeBytes: bytes, totalBytes: bytes }),
  forecast: z
    .object({
      bytesPerDay: z.number().nullable().describe('Null while no whole day has arrived'),
      basedOnDays: z.number(),
      fullInDays: z.number().nullable().describe('Null: old days go before, or it is not known'),
      fullBy: z.enum(['limit', 'disk']).nullable(),
    })
    .describe('An estimate from the last whole days'),
});
export type RetentionAnswer = z.infer<typeof retentionAnswer>;

export const newLegalHold = z
  .object({
    reason: z.string().trim().min(1).max(500),
    namespace: z.string().min(1).max(200).nullable().describe('Null: of every namespace'),
    pipeline: z.string().min(1).max(200).nullable().describe('Null: of every pipeline'),
    from: z.iso.datetime({ offset: true }).describe('Of records from this time on, RFC 3339'),
    to: z.iso.datetime({ offset: true }).nullable().describe('Up to this time; null: without end'),
  })
  .refine(({ from, to }) => to === null || Date.parse(from) <= Date.parse(to), {
    path: ['to'],
    message: '"to" lies before "from"',
  });
export type NewLegalHold = z.infer<typeof newLegalHold>;

export const legalHold = z.object({
  id: z.string(),
  reason: z.string(),
  namespace: z.string().nullable(),
  pipeline: z.string().nullable(),
  from: instant,
  to: instant.nullable(),
  createdAt: instant,
  createdBy: z.string(),
});
export type LegalHold = z.infer<typeof legalHold>;
export const legalHoldList = z.object({ items: z.array(legalHold) });
export type LegalHoldList = z.infer<typeof legalHoldList>;

export const erasureRequest = z.object({
  find: z
    .string()
    .min(4)
    .max(1_000)
    .describe(
      'In any text of telemetry, upper and lower case alike; at least 4 characters, so that it is not found everywhere',
    ),
  attribute: z
    .object({ key: z.string().min(1).max(200), value: z.string().min(1).max(1_000) })
    .optional()
    .describe('Only in logs, spans and metric points that have this attribute, too'),
  dryRun: z.boolean().default(false).describe('Only counts'),
});
export type ErasureRequest = z.input<typeof erasureRequest>;

const foundRows = z.object({ table: z.string(), rows: z.number() });

export const erasureReceipt = z.object({
  id: z.string(),
  at: instant,
  by: z.string(),
  findHash: z.string().describe('Of what was looked for, with a key of this server: HMAC-SHA-256, in hex'),
  hasAttribute: z.boolean(),
  erased: z.array(
    z.object({
      table: z.string(),
      deleted: z.number(),
      blanked: z.number().describe('Rows that stay, with "[erased]" in its place'),
    }),
  ),
  alsoIn: z
    .array(z.object({ place: z.string(), count: z.number() }))
    .describe('Where it is found and was not erased: tables of the state, files set aside as damaged'),
  backups: z
    .object({ taken: z.number(), latestAt: instant.nullable() })
    .describe('Taken before by this server, as far as the access log goes back: they still hold it'),
});
export type ErasureReceipt = z.infer<typeof erasureReceipt>;

export const erasure = z.object({
  id: z.string(),
  state: z.enum(['counted', 'running', 'done', 'failed']),
  found: z.array(foundRows).describe('Rows that held it when it was asked for'),
  receipt: erasureReceipt.nullable(),
  failure: z.string().nullable(),
});
export type Erasure = z.infer<typeof erasure>;
export const erasureList = z.object({ items: z.array(erasureReceipt) });

export const dataInventory = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      store: z.enum(['telemetry', 'state']),
      tables: z.array(z.string()),
      about: z.string(),
      ofWhom: z.string(),
      keptFor: z.string(),
      seenBy: z.array(z.enum(roles)).describe('Roles that may see it; none: the server alone reads it'),
    }),
  ),
});
export type DataInventory = z.infer<typeof dataInventory>;
