import type { PingError, PingReport, PingStepName, ServerRole, CertificateFacts } from '@sightglass/model/rest';
import { failureKind, malformedReply } from './failure-kind.ts';
import { networkWords } from './network-words.ts';
import { isSocket, type Target, type WantedRole } from '../target/target.ts';
import { runInThread, type ThreadEnd } from '../thread/thread.ts';
import { createTranscript } from './transcript.ts';

export interface PingOptions {
  readonly timeoutMs: number;
  /** Gives up at once. */
  readonly signal?: AbortSignal | undefined;
}

/** Asks the first address of a target once. */
export const pingAddress = async (target: Target, { timeoutMs, signal }: PingOptions): Promise<PingReport> => {
  const checkedAt = new Date().toISOString();
  const transcript = createTranscript();
  const end = await runInThread({ target, work: 'ping', timeoutMs, signal, onProgress: transcript.add });
  const failed = end.kind === 'done' ? null : errorOf(end, transcript.fail(), target, timeoutMs);
  const result = transcript.result();
  const unwanted = failed === null ? unwantedRole(target.wantedRole, result.role) : null;
  const error = failed ?? unwanted;
  const { system, host, port, database } = target;
  const ok = error === null;
  return {
    ok,
    system,
    host,
    port,
    database,
    checkedAt,
    timeoutMs,
    ...result,
    steps: unwanted === null ? result.steps : result.steps.map(notAsRequired),
    addresses: [{ host, port, ok, role: result.role, durationMs: result.durationMs, error }],
    warnings: warningsOf(target, result),
    error,
  };
};

type FailedEnd = Exclude<ThreadEnd, { kind: 'done' }>;

const errorOf = (end: FailedEnd, step: PingStepName, target: Target, timeoutMs: number): PingError => {
  if (end.kind === 'crashed') return { step, code: null, message: end.message, ...malformedReply };
  const failure =
    end.kind === 'failed' ? end.failure : { code: 'ETIMEDOUT', message: `no answer within ${timeoutMs} ms` };
  return { step, ...failure, message: networkWords(failure.message), ...failureKind(target.system, step, failure) };
};

const suits: Readonly<Record<WantedRole, (role: ServerRole | null) => boolean>> = {
  any: () => true,
  'prefer-standby': () => true,
  primary: (role) => role !== 'standby',
  standby: (role) => role === 'standby',
  'read-write': (role) => role === 'primary',
  'read-only': (role) => role !== 'primary',
};

/** A server that is healthy and not in the required role. */
const unwantedRole = (wantedRole: WantedRole, role: ServerRole | null): PingError | null => {
  if (suits[wantedRole](role)) return null;
  return {
    step: 'read',
    class: role === 'primary' ? 'unavailable' : 'read-only',
    code: null,
    message: `it is ${role ?? 'a server of unknown role'}; the URL requires ${wantedRole}`,
    retryable: true,
    advice: 'The role is elsewhere, or a failover is under way: list every address in the URL, or wait and try again.',
  };
};

/** No step says that all is well where the answer is that it is not. */
const notAsRequired = (step: PingReport['steps'][number]): PingReport['steps'][number] =>
  step.name === 'read' ? { ...step, state: 'failed' } : step;

const soonDays = 30;

/** What works today and may not tomorrow. Encryption counts only once there is a connection. */
const warningsOf = (
  { tls, mayBePlain, host, ignored }: Target,
  { certificate, encrypted, steps }: Pick<PingReport, 'certificate' | 'encrypted' | 'steps'>,
): string[] => [
  ...(certificate === null ? [] : expiry(certificate)),
  ...((tls === 'off' || mayBePlain === true) && !encrypted && isConnected(steps) && !isLoopback(host)
    ? ['not encrypted: everyone on the network between can read the data']
    : []),
  ...(ignored.length === 0 ? [] : [`left out of the URL, as it changes nothing here: ${ignored.join(', ')}`]),
];

const isConnected = (steps: PingReport['steps']): boolean =>
  steps.some(({ name, state }) => name === 'tcp' && state === 'ok');

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.') || isSocket(host);

const expiry = ({ daysLeft, validUntil }: CertificateFacts): string[] => {
  const day = validUntil.slice(0, 10);
  if (daysLeft < 0) return [`the certificate expired on ${day}: renew it before a client that verifies it fails`];
  return daysLeft < soonDays ? [`the certificate expires on ${day}, in ${daysLeft} days: renew it`] : [];
};
