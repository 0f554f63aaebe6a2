import { describe, expect, it } from 'vitest';
import { admit } from './admission.ts';
import type { ProviderSignInError } from './refusal.ts';
import { testSettings } from './_settings.ts';

const rules = testSettings('https://login.example.com');
const onlyGroups = testSettings('https://login.example.com', {
  allowed: { groups: ['data'], domains: [], everybody: false },
});
const refusalOf = (claims: object, by = rules): ProviderSignInError => {
  try {
    admit({ ...claims }, by);
  } catch (error) {
    return error as ProviderSignInError;
  }
  throw new Error('They were let in.');
};

describe('the role', () => {
  it.each([
    [['data'], 'viewer'],
    [['data', 'data-ops'], 'operator'],
    [['data-ops', 'data', 'data-admins'], 'admin'],
    [['data', 'Data-Admins', '/data-admins', 'constructor'], 'viewer'],
  ])('of %j is %s', (groups, role) => expect(admit({ groups }, rules)).toEqual({ groups, role, lacksGroups: false }));

  it('is not known where roles do not come from groups', () =>
    expect(admit({ groups: ['data'] }, { ...rules, roles: {} })).toMatchObject({ role: undefined }));

  it('is the lowest where the groups did not come, which is noted', () => {
    const claims = { email: 'a@example.com', email_verified: true, teams: ['data-admins'] };
    expect(admit(claims, rules)).toEqual({ groups: [], role: 'viewer', lacksGroups: true });
  });
});

describe('nobody is let in', () => {
  it.each([
    ['without a group or a domain', { groups: ['other'] }, 'not-allowed', rules],
    ['with a group of a role alone', { groups: ['data-admins'] }, 'not-allowed', rules],
    ['of another domain', { email: 'a@example.com.evil.test', email_verified: true }, 'not-allowed', rules],
    ['whose e-mail is not verified', { email: 'a@example.com' }, 'email-unverified', rules],
    ['whose groups did not come', { roles: ['data'] }, 'groups-missing', onlyGroups],
  ])('%s', (_, claims, reason, by) => expect(refusalOf(claims, by).reason).toBe(reason));

  it('and the claims that came are named, their values are not', () => {
    const { message, noted } = refusalOf({ sub: 'hidden', roles: ['hidden'] }, onlyGroups);
    expect(message).toContain('"groups"');
    expect(message).toContain('Received: sub, roles');
    expect(`${message} ${JSON.stringify(noted)}`).not.toContain('hidden');
    expect(noted).toEqual({ claims: { sub: '***', roles: ['***'] } });
  });

  it('and a reference in place of too many groups is named as one', () =>
    expect(refusalOf({ sub: '1', _claim_names: { groups: 'src1' } }, onlyGroups).message).toContain(
      'very many groups',
    ));
});
