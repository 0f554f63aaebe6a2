/**
 * That a person may still act by what they made before, a token or a link: they are not disabled, and a provider that signs them in has not refused
 * them since, and has signed them in within `$2` milliseconds. Holds of what is nobody's. SQL over `people`.
 */
export const personActs = `disabled IS NOT TRUE AND provider_refused IS NOT TRUE
  AND (issuer IS NULL OR provider_signed_in_at > now() - $2::float8 * interval '1 millisecond')`;

export interface ActingLimits {
  /** Tokens and links of a person whom the provider has not signed in for so long do not work. */
  readonly withoutProviderMs: number;
}
