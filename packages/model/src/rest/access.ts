import { z } from 'zod';
import { dateLanguages, isTimeZone, themes } from '../access/profile.ts';
import { allRights, type Right, roles } from '../access/rights.ts';
import { cursor, instant, page, stateWords, timeRange } from './common.ts';
import { tokenSignals } from '../words/token-scope.ts';

const personName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{C}\p{Z}]+$/u, 'a name has no spaces and no control characters, like anna.meier')
  .describe('What somebody signs in with; upper and lower case are alike');
const password = z.string().min(1).max(1_024);
const linkSecret = z.string().min(1).max(100).describe('What stands behind # in a link for a password');
const right = z.enum(allRights as [Right, ...Right[]]);
const role = z.enum(roles);

export const signInRequest = z.object({ name: stateWords.max(100), password });
export const passwordByLink = z.object({
  link: linkSecret,
  name: personName.optional().describe('Of the first admin, who chooses it; of others it is known'),
  password,
});
export const passwordChange = z.object({ current: password, next: password });

/** What somebody has chosen for the pages; null is not chosen. */
export const profile = z.object({
  displayName: z.string().trim().pipe(stateWords.max(100)).nullable(),
  timeZone: z.string().max(60).refine(isTimeZone, 'is not a time zone, like Europe/Berlin').nullable(),
  language: z.enum(dateLanguages).nullable(),
  theme: z.enum(themes).nullable(),
});
export type Profile = z.infer<typeof profile>;

const pattern = stateWords.pipe(z.string().max(300));
const patterns = z.array(pattern).max(200);
/** What a team owns. */
const owned = {
  namespaces: patterns.describe('Namespaces of pipelines; exact, or with `*` (any text) and `?` (one character)'),
  owners: patterns.describe('Owners of pipelines, as telemetry or the configuration declares them; patterns alike'),
  services: patterns.describe('Services: what they send that is of no pipeline; patterns alike'),
  systems: patterns.describe('Databases and APIs by name; patterns alike'),
};

/** Who asks, as the server sees it. */
export const me = z.object({
  signIn: z
    .enum(['off', 'on'])
    .describe('"off": the server listens on loopback, and whoever reaches it may do everything'),
  person: z.object({ id: z.string(), name: z.string(), role, sessionId: z.string(), profile }).nullable(),
  token: z.object({ id: z.string(), name: z.string() }).nullable(),
  rights: z.array(right),
  sees: z
    .object({ ...owned, teams: z.array(z.string()).describe('Names of their teams') })
    .nullable()
    .describe('What their teams own, which is all they see; null: everything, or nobody has signed in'),
  csrf: z.string().nullable().describe('Value of the header x-sightglass-csrf for changes; null without a session'),
  provider: z
    .object({ name: z.string() })
    .nullable()
    .describe('With whom people may sign in too: /api/v1/oidc/start leads there'),
  needsFirstAdmin: z
    .boolean()
    .describe('Nobody can sign in yet: the start of the server printed a link for the first admin'),
});
export type Me = z.infer<typeof me>;

export const signedOut = z.object({
  continueAt: z.string().nullable().describe('Where the session at the provider ends too; null where there is none'),
});
export type SignedOut = z.infer<typeof signedOut>;

export const signInFailure = z.object({
  detail: z.string().nullable().describe('Why the last sign-in of this browser with the provider failed'),
});
export type SignInFailure = z.infer<typeof signInFailure>;

export const person = z.object({
  id: z.string(),
  name: z.string(),
  role,
  disabled: z.boolean(),
  hasPassword: z.boolean(),
  isProvided: z.boolean().describe('The provider signs this person in; there is no password'),
  groups: z.array(z.string()).describe('What the provider said at the last sign-in'),
  createdAt: instant,
  lastSignInAt: instant.nullable().describe('Begin of the newest session that has not ended'),
});
export const peopleList = z.object({ items: z.array(person) });
export const newPerson = z.object({ name: personName, role });
export const personChange = z.object({ role, disabled: z.boolean() });
export const passwordLink = z.object({
  path: z.string().describe('Address behind that of the server; its secret stands behind #, so that no server logs it'),
  expiresAt: instant,
});
export const createdPerson = z.object({ person, link: passwordLink });

const teamName = z.string().trim().min(1).pipe(stateWords.max(100));
const groups = z.array(pattern).max(200).describe('Groups of a sign-in provider whose people are members');
export const team = z.object({
  id: z.string(),
  name: z.string(),
  ...owned,
  groups,
  members: z.array(
    z.object({ id: z.string(), name: z.string(), fromGroup: z.boolean().describe('By a group, not by an admin') }),
  ),
  createdAt: instant,
});
export const teamList = z.object({ items: z.array(team) });
export const teamChange = z.object({
  name: teamName,
  namespaces: owned.namespaces.default([]),
  owners: owned.owners.default([]),
  services: owned.services.default([]),
  systems: owned.systems.default([]),
  groups: groups.default([]),
  members: z.array(stateWords.max(100)).max(10_000).default([]).describe('Ids of people'),
});

export const session = z.object({
  id: z.string(),
  personId: z.string(),
  personName: z.string(),
  address: z.string(),
  userAgent: z.string(),
  createdAt: instant,
  lastUsedAt: instant,
  expiresAt: instant,
  isOwn: z.boolean().describe('The session of this very request'),
});
export const sessionList = z.object({ items: z.array(session) });

export const tokenKinds = ['api', 'ingest'] as const;
const sendScope = {
  signals: z.array(z.enum(tokenSignals)).nullable().describe('What an ingest token may send; null: every signal'),
  namespaces: patterns
    .nullable()
    .describe(
      'Namespaces of pipelines for which an ingest token may send, exact or with `*` and `?`; what names none is of `default`. null: all',
    ),
};

export const accessToken = z.object({
  id: z.string(),
  kind: z.enum(tokenKinds),
  name: z.string(),
  personId: z.string().nullable(),
  personName: z.string().nullable(),
  rights: z.array(right),
  ...sendScope,
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable().describe('To a minute'),
});
export const tokenList = z.object({ items: z.array(accessToken) });
export const newTokenRequest = z.object({
  kind: z.enum(tokenKinds).describe('"api": of the person who creates it. "ingest": sends telemetry, and is nobody\'s'),
  name: z.string().trim().pipe(stateWords.max(100)),
  rights: z
    .array(right)
    .min(1)
    .optional()
    .describe(
      'Of an api token: a part of the rights of its person; unless given all but `tokens:own`, with which it could make others',
    ),
  signals: sendScope.signals.pipe(z.array(z.enum(tokenSignals)).min(1).nullable()).default(null),
  namespaces: sendScope.namespaces.pipe(patterns.min(1).nullable()).default(null),
  expiresInDays: z.int().min(1).max(3_650).nullable().describe('null: it does not expire'),
});
export const createdToken = z.object({
  token: z.string().describe('Shown this once; only its digest is kept'),
  id: z.string(),
});

export const tokenRotation = z.object({
  overlapMinutes: z.int().min(0).max(43_200).default(1_440).describe('How long the old token still works'),
});
export const rotatedToken = createdToken.extend({
  oldWorksUntil: instant.describe('From then on only the new one works'),
});

const challenge = z
  .string()
  .regex(/^[\w-]{43}$/u)
  .describe('SHA-256, in base64url, of what the command line keeps to itself');
export const commandLineConsent = z.object({ challenge, name: z.string().trim().pipe(stateWords.max(60)) });
export const commandLineCode = z.object({
  code: z.string().describe('Works once, for who knows what the challenge was made of'),
  expiresAt: instant,
});
export const commandLineProof = z.object({ code: z.string().max(40), verifier: z.string().min(43).max(128) });
export const commandLineToken = createdToken.extend({ person: z.string(), expiresAt: instant });

export const accessEntry = z.object({
  at: instant,
  actorKind: z
    .enum(['person', 'token', 'anyone', 'nobody', 'machine'])
    .describe('"machine": somebody who works on that of the server'),
  actorId: z.string(),
  actorName: z.string(),
  action: z.string(),
  target: z.string(),
  address: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
export const accessLogPage = page(accessEntry);
const accessLogFilter = {
  actor: stateWords.max(100).optional(),
  action: stateWords.max(100).optional().describe('An action, or what several begin with: `person`'),
  q: stateWords.max(100).optional().describe('A text anywhere in an entry; upper and lower case are alike'),
  ...timeRange.shape,
};
export const accessLogExportQuery = z.object({ ...accessLogFilter, format: z.enum(['csv', 'ndjson']).default('csv') });
export const accessLogQuery = z.object({
  ...accessLogFilter,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor.optional(),
});

/** How people sign in here, for admins. */
export const signInSettings = z.object({
  idleMs: z.number(),
  longestMs: z.number(),
  provider: z
    .object({
      name: z.string(),
      issuer: z.string(),
      clientId: z.string(),
      redirectUri: z.string().describe('To be registered at the provider, letter by letter'),
      signedOutUri: z.string().describe('To be registered there as the address to come back to after a sign-out'),
      groupsClaim: z.string(),
      allowed: z.object({ groups: z.array(z.string()), domains: z.array(z.string()), everybody: z.boolean() }),
      roles: z.record(z.string(), role),
      role,
      signInAgainMs: z.number(),
      tokensWithoutMs: z.number(),
      clockToleranceMs: z.number(),
      offer: z
        .object({ scopes: z.array(z.string()), canSignOut: z.boolean() })
        .nullable()
        .describe('What is requested, and whether a sign-out ends the session there; null while it does not answer'),
    })
    .nullable(),
  recent: z.array(accessEntry).describe('Newest sign-ins with the provider, and those that were refused'),
});
export type SignInSettings = z.infer<typeof signInSettings>;

export type Person = z.infer<typeof person>;
export type PeopleList = z.infer<typeof peopleList>;
export type CreatedPerson = z.infer<typeof createdPerson>;
export type PasswordLink = z.infer<typeof passwordLink>;
export type Team = z.infer<typeof team>;
export type TeamList = z.infer<typeof teamList>;
export type TeamChange = z.infer<typeof teamChange>;
export type Session = z.infer<typeof session>;
export type SessionList = z.infer<typeof sessionList>;
export type AccessToken = z.infer<typeof accessToken>;
export type TokenList = z.infer<typeof tokenList>;
export type CreatedToken = z.infer<typeof createdToken>;
export type RotatedToken = z.infer<typeof rotatedToken>;
export type CommandLineCode = z.infer<typeof commandLineCode>;
export type CommandLineToken = z.infer<typeof commandLineToken>;
export type AccessEntry = z.infer<typeof accessEntry>;
export type AccessLogPage = z.infer<typeof accessLogPage>;
