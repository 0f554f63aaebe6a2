import type { ProviderSettings } from './settings.ts';

/** Settings of a test, as the configuration would have made them. */
export const testSettings = (issuer: string, given: Partial<ProviderSettings> = {}): ProviderSettings => ({
  issuer,
  clientId: 'sightglass',
  label: 'Example Login',
  groupsClaim: 'groups',
  allowed: { groups: ['data'], domains: ['example.com'], everybody: false },
  roles: { 'data-admins': 'admin', 'data-ops': 'operator' },
  role: 'viewer',
  signInAgain: 43_200_000,
  tokensWithout: 7_776_000_000,
  clockTolerance: 120_000,
  timeout: 1_000,
  ...given,
});
