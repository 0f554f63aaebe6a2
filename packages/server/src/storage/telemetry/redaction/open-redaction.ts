import { createHmac } from 'node:crypto';
import {
  createRedactor,
  policyOf,
  type PrivacySettings,
  type RedactionPolicy,
  type Redactor,
} from '@sightglass/model/redaction';
import type { StateStore } from '../../state/state-store.ts';
import { hashKeyOf } from './hash-key.ts';
import { type RedactionSql, redactionSql } from './redaction-sql.ts';

/** What is redacted on this server. */
export interface Redaction {
  readonly policy: RedactionPolicy;
  /** Plain data, for threads; it is a secret. */
  readonly hashKey: string;
  readonly redactor: Redactor;
  readonly sql: RedactionSql;
}

/** Characters that the engine takes of one statement; an insert holds the policy twice. */
const mostStatement = 262_144;

export class PolicyTooLargeError extends Error {
  readonly code = 'POLICY_TOO_LARGE';
}

/** Undefined when the policy changes nothing. Raises HashKeyError and PolicyTooLargeError. */
export const openRedaction = async (
  settings: PrivacySettings | undefined,
  state: Pick<StateStore, 'query'>,
): Promise<Redaction | undefined> => {
  const policy = policyOf(settings);
  if (policy === undefined) return undefined;
  const hashKey = usesHash(policy) ? await hashKeyOf(settings?.keyFile, state) : '';
  const sql = redactionSql(policy, hashKey);
  if (2 * (sql.items('', '', '').length + sql.isCandidate('').length) > mostStatement - 60_000)
    throw new PolicyTooLargeError(
      'The policy under "privacy" is too long for one insert: name fewer keys under fields and except.',
    );
  return { policy, hashKey, redactor: redactorOf(policy, hashKey), sql };
};

export const redactorOf = (policy: RedactionPolicy, hashKey: string): Redactor =>
  createRedactor(policy, (secret) => createHmac('sha256', hashKey).update(secret).digest('hex'));

const usesHash = ({ actions, fields }: RedactionPolicy): boolean =>
  Object.values(actions).includes('hash') || fields.some(({ action }) => action === 'hash');
