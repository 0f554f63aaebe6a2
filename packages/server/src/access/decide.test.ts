import { allRights, type Right, roles } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Principal } from './principal.ts';

const person = (role: (typeof roles)[number]): Principal => ({
  kind: 'person',
  id: 'p',
  name: 'ada',
  role,
  sessionId: 's',
});
const token = (...rights: Right[]): Principal => ({
  kind: 'token',
  id: 't',
  name: 'loader',
  personId: null,
  rights: new Set(rights),
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

  it('names every right in the table above', () => expect(allRights).toHaveLength(12));

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
