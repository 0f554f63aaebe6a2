import { expect, it } from 'vitest';
import { groupsIn, isReferenced, nameIn, starred, verifiedDomainOf } from './claims.ts';

it.each([
  ['a list', { groups: ['a', 'b', 'a'] }, 'groups', ['a', 'b']],
  ['one text', { groups: 'a' }, 'groups', ['a']],
  ['no group', { groups: [] }, 'groups', []],
  ['a list within others', { realm_access: { roles: ['a'] } }, 'realm_access.roles', ['a']],
  ['a name with dots', { 'https://x.test/groups': ['a'] }, 'https://x.test/groups', ['a']],
  ['objects by name', { groups: [{ id: 1, name: 'a' }, { id: 2 }] }, 'groups', ['a']],
  ['an object with the names as keys', { roles: { admin: { '1': 'x' } } }, 'roles', ['admin']],
  ['numbers', { groups: [1, true] }, 'groups', []],
  ['no claim', { group: ['a'] }, 'groups', undefined],
  ['nothing', { groups: null }, 'groups', undefined],
  ['what every object has', {}, 'constructor.name', undefined],
  ['a path through a list', { a: ['b'] }, 'a.length', undefined],
])('groups in %s', (_, claims, name, groups) => expect(groupsIn(claims, name)).toEqual(groups));

it('a reference in place of groups is known', () => {
  expect(isReferenced({ _claim_names: { groups: 'src1' }, _claim_sources: { src1: {} } }, 'groups')).toBe(true);
  expect(isReferenced({}, 'groups')).toBe(false);
});

it.each([
  [{ email: 'a@Example.com', email_verified: true }, 'example.com'],
  [{ email: 'a@example.com', email_verified: 'true' }, 'example.com'],
  [{ email: 'a@example.com' }, undefined],
  [{ email: 'a@example.com', email_verified: false }, undefined],
  [{ email: 'a@evil.test@example.com', email_verified: true }, undefined],
  [{ email: ['a@example.com'], email_verified: true }, undefined],
])('the verified domain of %j is %s', (claims, domain) => expect(verifiedDomainOf(claims)).toBe(domain));

it.each([
  [{ preferred_username: 'ada', email: 'a@x.test', sub: '1' }, 'ada'],
  [{ email: 'a@x.test', name: 'Ada', sub: '1' }, 'a@x.test'],
  [{ name: 'Ada King\nLovelace', sub: '1' }, 'Ada.King.Lovelace'],
  [{ preferred_username: ' ', sub: 'x'.repeat(300) }, 'x'.repeat(100)],
])('the name of %j', (claims, name) => expect(nameIn(claims)).toBe(name));

it('of starred claims the names are left, and no value', () => {
  const claims = {
    sub: 'secret',
    groups: ['secret', 'secret'],
    email_verified: true,
    exp: 1_234_567,
    address: { street: 'secret', more: { deep: { deeper: { deepest: 'secret' } } } },
    none: null,
  };
  const text = JSON.stringify(starred(claims));
  expect(text).not.toMatch(/secret|1234567/u);
  expect(JSON.parse(text)).toMatchObject({
    sub: '***',
    groups: ['***', '***'],
    email_verified: true,
    address: { street: '***' },
    none: null,
  });
});
