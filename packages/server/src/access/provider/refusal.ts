/** Why nobody was let in after the provider was asked. */
export const refusals = [
  'attempt-unknown',
  'provider-away',
  'provider-refused',
  'code-refused',
  'client-refused',
  'answer-invalid',
  'clocks-differ',
  'groups-missing',
  'not-allowed',
  'email-unverified',
  'account-disabled',
] as const;
export type Refusal = (typeof refusals)[number];

/** A sign-in with the provider that failed. The message is for who tried, `noted` for the access log. */
export class ProviderSignInError extends Error {
  readonly code = 'PROVIDER_SIGN_IN';
  readonly statusCode = 401;
  readonly reason: Refusal;
  readonly noted: Readonly<Record<string, unknown>>;
  constructor(reason: Refusal, message: string, noted: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
    this.noted = noted;
  }
}
