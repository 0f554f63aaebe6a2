import { isIPv4 } from 'node:net';
import { roles } from '@sightglass/model';
import { z } from 'zod';
import { duration } from '../../../config/duration.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const group = z.string().min(1).max(500);
const domain = z
  .string()
  .regex(/^[^@\s]+\.[^@\s]+$/u, 'must be the domain of an e-mail address, like example.com')
  .transform((text) => text.toLowerCase());

/** Plain HTTP only within this machine: what comes back decides who is let in. */
const isSafe = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  const isLoopback =
    hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
};

const allowed = z
  .strictObject({
    groups: z.array(group).default([]).describe('whoever is in one of these groups'),
    domains: z.array(domain).default([]).describe('whoever has a verified e-mail address of one of these domains'),
    everybody: z.boolean().default(false).describe('everybody whom the provider signs in'),
  })
  .refine(({ groups, domains, everybody }) => everybody || groups.length + domains.length > 0, {
    error: 'names nobody; list groups or domains, or set everybody to true',
  });

/** A provider of OpenID Connect with which people sign in. */
export const providerSettings = z.strictObject({
  issuer: z
    .string()
    .refine(isSafe, 'must be an https URL (http is taken within this machine alone)')
    .describe('address of the provider, or of its discovery document'),
  clientId: z.string().min(1).describe('as the provider calls this server'),
  clientSecret: z.string().min(1).optional().describe('`env:NAME`: the environment variable that holds the secret'),
  authentication: z
    .enum(['basic', 'post'])
    .optional()
    .meta({ description: 'how the secret is sent to the provider', unset: 'as the provider offers, `basic` first' }),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .transform((text) => text.replace(/\/+$/, ''))
    .optional()
    .meta({
      description: 'address under which people reach this server, without a path of a page',
      unset: 'the one of each request',
    }),
  label: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .meta({ description: 'what the button names: "Sign in with …"', unset: 'the host of the issuer' }),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/))
    .optional()
    .meta({
      description: 'what is requested; the one that brings the groups belongs here',
      unset: 'openid, profile and email, and one that is named like groupsClaim where the provider lists it',
    }),
  groupsClaim: z
    .string()
    .min(1)
    .max(200)
    .default('groups')
    .describe('the claim with the groups; `realm_access.roles` is one within another'),
  allowed: allowed.describe('who gets an account'),
  roles: z
    .record(group, z.enum(roles))
    .default({})
    .describe('role by group; the highest counts. With none of them roles are given under Settings → People'),
  role: z.enum(roles).default('viewer').describe('who is in no group of `roles`'),
  signInAgain: duration(5 * minuteMs, 366 * dayMs)
    .prefault('12h')
    .describe('a session that the provider began ends after this, and groups are read anew'),
  tokensWithout: duration(5 * minuteMs, 366 * dayMs)
    .prefault('2160h')
    .describe('tokens and links of a person who has not signed in with the provider for so long stop working'),
  clockTolerance: duration(0, 10 * minuteMs)
    .prefault('2m')
    .describe('how much the clocks of provider and server may differ'),
  timeout: duration(500, minuteMs).prefault('10s').describe('for each answer of the provider'),
});
