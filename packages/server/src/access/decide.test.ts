import { allRights, type Right, roles } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { decide, sightOf } from './decide.ts';
import type { Person, Principal } from './principal.ts';

const person = (role: (typeof roles)[number], teams: Person['teams'] = null): Person => ({
  kind: 'person',
  id: 'p',
  name: 'ada',
  role,
  sessionId: 's',
  teams,
});
const token = (...rights: Right[]): Principal => ({
  kind: 'token',
  id: 't',
  name: 'loader',
  personId: null,
  rights: new Set(rights),
  of: undefined,
});
const statusOf = (principal: Principal | undefined, need: Parameters<typeof decide>[1]): number => {
  const decision = decide(principal, need);
  return decision.allowed ? 200 : decision.status;
};

describe('decide', () => {
  it.each([
    ['telemetry:read', 200, 200, 200],
    ['telemetry:write', 403, 403, 200],
    ['apis:isolate', 403, 200, 200],
    ['incidents:act', 403, 200, 200],
    ['span-rules:manage', 403, 200, 200],
    ['runs:share', 403, 200, 200],
    ['people:manage', 403, 403, 200],
    ['tokens:own', 200, 200, 200],
    ['tokens:manage', 403, 403, 200],
    ['access-log:read', 403, 403, 200],
    ['metrics:read', 403, 403, 200],
    ['holds:manage', 403, 403, 200],
    ['backup:take', 403, 403, 200],
  ] as const)('%s: viewer %d, operator %d, admin %d', (right, ...statuses) => {
    expect(roles.map((role) => statusOf(person(role), right))).toEqual(statuses);
  });

  it('names every right in the table above', () => expect(allRights).toHaveLength(13));

  it.each([...allRights, 'signed-in'] as const)('%s: nobody is asked to sign in, anyone on loopback may', (need) => {
    expect(statusOf(undefined, need)).toBe(401);
    expect(statusOf({ kind: 'anyone' }, need)).toBe(200);
  });

  it.each(allRights)('a token has its own rights alone: %s', (right) => {
    const others = allRights.filter((one) => one !== right);
    expect(statusOf(token(right), right)).toBe(200);
    expect(statusOf(token(...others), right)).toBe(403);
  });

  it('a token is no session of a person, and what needs nothing is for everybody', () => {
    expect(statusOf(token(...allRights), 'signed-in')).toBe(403);
    expect([undefined, token(), person('viewer')].map((who) => statusOf(who, 'nothing'))).toEqual([200, 200, 200]);
    expect([undefined, token(), person('viewer')].map((who) => statusOf(who, 'anybody'))).toEqual([200, 200, 200]);
  });

  it('a refusal names who asked, the right, and the least role that has it', () => {
    expect(decide(person('viewer'), 'apis:isolate')).toMatchObject({
      detail:
        '"ada" may not do this: it needs the right "apis:isolate" (hold the circuit breaker of an API open, and release it), which the role operator has.',
    });
  });
});

describe('what somebody sees', () => {
  const owns = (namespace: string) => ({
    name: namespace,
    namespaces: [namespace],
    owners: [],
    services: [],
    systems: [],
  });
  const nothing = { namespaces: [], owners: [], services: [], systems: [] };
  const ofPerson = (of: Person): Principal => ({ ...token('telemetry:read'), of }) as Principal;

  it.each([
    ['whoever reaches a server without a sign-in', { kind: 'anyone' } as const, 'all'],
    ['nobody', undefined, nothing],
    ['a person while there are no teams', person('viewer'), 'all'],
    ['a person in no team', person('operator', []), nothing],
    ['an admin in a team', person('admin', [owns('a')]), 'all'],
    ['a member of two', person('viewer', [owns('b'), owns('a')]), { ...nothing, namespaces: ['a', 'b'] }],
    ['a token of a member', ofPerson(person('operator', [owns('a')])), { ...nothing, namespaces: ['a'] }],
    ['a token of an admin', ofPerson(person('admin', [])), 'all'],
    ["a token that is nobody's", token('telemetry:write'), 'all'],
  ] as const)('%s', (_, principal, sight) => expect(sightOf(principal)).toEqual(sight));

  it.each([
    [person('viewer', []), '"ada" is in no team'],
    [person('operator', [{ ...nothing, name: 'empty' }]), 'The teams of "ada" own nothing yet'],
    [ofPerson(person('viewer', [])), '"loader" is in no team'],
  ])('nothing is said in words', (principal, words) =>
    expect(decide(principal, 'telemetry:read')).toMatchObject({
      code: 'TEAM_MISSING',
      status: 403,
      detail: expect.stringContaining(words) as string,
    }),
  );
});
