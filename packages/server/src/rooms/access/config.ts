import { z } from 'zod';
import { duration } from '../../config/duration.ts';
import { providerSettings } from './provider/settings.ts';

const day = 86_400_000;

/** Whether people sign in, and for how long. */
export const accessSettings = {
  signIn: z
    .strictObject({
      enabled: z
        .union([z.boolean(), z.stringbool()])
        .default(false)
        .describe('people sign in, programs send a token; needed to listen beyond loopback'),
      idle: duration(60_000, 90 * day)
        .prefault('24h')
        .describe('a session that is not used for so long ends'),
      longest: duration(60_000, 366 * day)
        .prefault('720h')
        .describe('a session ends so long after it began'),
      oidc: providerSettings
        .optional()
        .meta({ description: 'a provider of OpenID Connect with which people sign in', unset: 'passwords alone' }),
    })
    .refine(({ enabled, oidc }) => enabled || oidc === undefined, {
      path: ['oidc'],
      error: 'nobody signs in while signIn.enabled is not true',
    })
    .prefault({}),
};
