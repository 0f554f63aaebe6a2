import type { Role } from '@sightglass/model';

/** How people sign in with a provider of OpenID Connect. Times are in milliseconds. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly authentication?: 'basic' | 'post' | undefined;
  /** Without a slash at its end. */
  readonly publicUrl?: string | undefined;
  readonly label?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly groupsClaim: string;
  readonly allowed: {
    readonly groups: readonly string[];
    /** In lower case. */
    readonly domains: readonly string[];
    readonly everybody: boolean;
  };
  readonly roles: Readonly<Record<string, Role>>;
  readonly role: Role;
  readonly signInAgain: number;
  readonly tokensWithout: number;
  readonly clockTolerance: number;
  readonly timeout: number;
}

/** What the button and messages call it. */
export const providerName = ({ label, issuer }: Pick<ProviderSettings, 'label' | 'issuer'>): string =>
  label ?? new URL(issuer).host;
