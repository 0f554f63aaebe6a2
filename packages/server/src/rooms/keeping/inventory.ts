import type { Right } from '@sightglass/model';
import { keptClasses } from '../../storage/telemetry/retention/classes.ts';

/** What is stored of a kind. Every table is in one: a test fails for a new one that is in none. */
export interface Inventoried {
  readonly name: string;
  readonly store: 'telemetry' | 'state';
  readonly tables: readonly string[];
  readonly about: string;
  readonly ofWhom: string;
  /** Words, or a class of retention, by its name. */
  readonly keptFor: string | { readonly retention: string };
  /** The right with which it is seen; null: nobody sees it, the server alone reads it. */
  readonly seenBy: Right | null;
}

const tablesOf = (name: string): readonly string[] => keptClasses.find((kept) => kept.name === name)?.tables ?? [];
const ofClass = (name: string, about: string, ofWhom: string): Inventoried => ({
  name,
  store: 'telemetry',
  tables: tablesOf(name),
  about,
  ofWhom,
  keptFor: { retention: name },
  seenBy: 'telemetry:read',
});

export const inventory: readonly Inventoried[] = [
  ofClass('logs', 'Log records with their attributes, and counts of them', 'whoever programs name in what they log'),
  ofClass('spans', 'Spans with their attributes, and when traces began and ended', 'whoever programs name in spans'),
  ofClass('metrics', 'Metric points with their attributes', 'whoever programs name in attributes; mostly nobody'),
  ofClass('response times of APIs', 'Calls of APIs by minute: counts and times', 'nobody'),
  ofClass('rejects', 'Why rows were rejected, and how many; not the rows', 'nobody, unless a reason names somebody'),
  ofClass(
    'runs and ledgers',
    'Runs, stages, counts of rows and of redactions, files, statements, datasets; owners, hosts, arguments and errors',
    'owners of pipelines; whoever errors, arguments and names of files name',
  ),
  {
    name: 'schema and rules',
    store: 'telemetry',
    tables: ['schema_migrations', 'span_rules'],
    about: 'Which migrations were applied, and rules that make runs of spans',
    ofWhom: 'nobody',
    keptFor: 'as long as they apply',
    seenBy: 'telemetry:read',
  },
  {
    name: 'people',
    store: 'state',
    tables: ['people'],
    about: 'Names, roles, profiles, and passwords as Argon2id hashes',
    ofWhom: 'people who sign in',
    keptFor: 'until an admin removes the person',
    seenBy: 'people:manage',
  },
  {
    name: 'teams',
    store: 'state',
    tables: ['teams', 'team_members'],
    about: 'Teams, what they own, and who belongs to them',
    ofWhom: 'people who sign in',
    keptFor: 'until an admin removes the team',
    seenBy: 'people:manage',
  },
  {
    name: 'sessions',
    store: 'state',
    tables: ['sessions'],
    about: 'Address, browser, begin and last use; the secret as SHA-256',
    ofWhom: 'people who sign in',
    keptFor: 'until they end: `signIn.idle` and `signIn.longest` at the latest',
    seenBy: 'people:manage',
  },
  {
    name: 'tokens and links',
    store: 'state',
    tables: ['tokens', 'password_links', 'share_links', 'command_line_consents'],
    about: 'Names, rights, ends and last use; the secrets as SHA-256',
    ofWhom: 'people who made them',
    keptFor: 'tokens until their person is removed, links until they are used or end',
    seenBy: 'tokens:manage',
  },
  {
    name: 'attempts to sign in',
    store: 'state',
    tables: ['sign_in_failures', 'provider_attempts', 'provider_failures'],
    about: 'Failed attempts by name and address, and sign-ins with a provider that go on',
    ofWhom: 'whoever tried',
    keptFor: 'until the wait is over',
    seenBy: null,
  },
  {
    name: 'senders',
    store: 'state',
    tables: ['senders', 'sender_refusals'],
    about: 'How much each token and address sent, and what was refused and why',
    ofWhom: 'programs, by token and address',
    keptFor: 'as long as they send, and some time after',
    seenBy: 'metrics:read',
  },
  {
    name: 'access log',
    store: 'state',
    tables: ['access_log'],
    about: 'Who did what, from which address, before and after',
    ofWhom: 'people and tokens',
    keptFor: '`retention.accessLogDays`; for ever unless that is set',
    seenBy: 'access-log:read',
  },
  {
    name: 'legal holds and erasures',
    store: 'state',
    tables: ['legal_holds', 'erasures'],
    about: 'What must not be deleted and why; receipts, with what was looked for as a keyed hash',
    ofWhom: 'people who placed or asked for them',
    keptFor: 'for ever',
    seenBy: 'holds:manage',
  },
  {
    name: 'alerts and incidents',
    store: 'state',
    tables: [
      'alerts',
      'alert_changes',
      'incidents',
      'incident_events',
      'alerting_timers',
      'notifications',
      'deliveries',
      'notify_threads',
      'alerting',
      'occurrences',
      'silences',
    ],
    about: 'What was wrong and since when, who took it, and notes',
    ofWhom: 'people who act on incidents, and whoever errors name',
    keptFor: 'until 400 days after their end',
    seenBy: 'telemetry:read',
  },
  {
    name: 'positions and settings',
    store: 'state',
    tables: ['settings', 'api_breakers', 'schema_migrations'],
    about:
      'How far audit tables were read, states of databases and APIs, circuit breakers held by a person, keys of this server',
    ofWhom: 'people who hold a breaker, by the reason they gave',
    keptFor: 'as long as what they are about is configured',
    seenBy: 'telemetry:read',
  },
];
