import { z } from 'zod';
import { idCountries, redactionActions } from '../redaction/rule.ts';

const action = z.enum(redactionActions);

/** What is redacted on a server, and how much was. */
export const privacyView = z.object({
  isOn: z.boolean(),
  strict: z.boolean().describe('Redacted before anything is written to disk'),
  rules: z.array(
    z.object({
      id: z.string(),
      finds: z.string(),
      country: z.enum(idCountries).nullable(),
      action: action.nullable().describe('null: not looked for'),
      found: z.int().describe('Values found and redacted, as far back as runs are kept'),
      foundToday: z.int().describe('The same since midnight, UTC'),
    }),
  ),
  fields: z.array(z.object({ keys: z.array(z.string()), action })),
  except: z.array(z.string()),
});
export type PrivacyView = z.infer<typeof privacyView>;

export const redactionTrial = z.object({ text: z.string().max(20_000).describe('Lines; none of it is stored') });
export const redactionTried = z.object({
  policy: z
    .enum(['own', 'standard'])
    .describe('"standard": nothing is redacted on this server, so the preset is tried'),
  lines: z.array(
    z.object({ text: z.string(), hits: z.array(z.string()).describe('Rules, in the order of what they found') }),
  ),
});
export type RedactionTried = z.infer<typeof redactionTried>;
