import { z } from 'zod';
import { allRefusalReasons } from '../../access/refusal-reasons.ts';
import { instant } from '../common.ts';

const reason = z.enum(allRefusalReasons);

const holder = {
  holderId: z.string().describe('Id of the token, or of the person; empty where no token was shown'),
  holderName: z.string(),
  address: z.string(),
};

/** Who sends what, and what of it was refused. */
export const senderList = z.object({
  senders: z.array(
    z.object({
      ...holder,
      service: z.string().describe('service.name of the first resource of each body; empty where it has none'),
      requests: z.int(),
      records: z.int(),
      bytes: z.int().describe('Of protobuf, after decompression'),
      firstAt: instant,
      lastAt: instant,
    }),
  ),
  refusals: z.array(
    z.object({
      ...holder,
      reason,
      requests: z.int(),
      records: z.int().describe('So many are known: those of a body that was not read are not counted'),
      lastAt: instant,
    }),
  ),
});
export type SenderList = z.infer<typeof senderList>;
export type SentTally = SenderList['senders'][number];
export type RefusedTally = SenderList['refusals'][number];
