import type { CertificateFacts, PingReport } from '@sightglass/model/rest';
import type { Target } from '../target/target.ts';

const soonDays = 30;

/** What works today and may not tomorrow. Encryption counts only once there is a connection. */
export const warningsOf = (
  { tls, host, ignored }: Target,
  { certificate, steps }: Pick<PingReport, 'certificate' | 'steps'>,
): string[] => [
  ...(certificate === null ? [] : expiry(certificate)),
  ...(tls === 'off' && isConnected(steps) && !isLoopback(host)
    ? ['not encrypted: everyone on the network between can read the data']
    : []),
  ...(ignored.length === 0 ? [] : [`left out of the URL, as it changes nothing here: ${ignored.join(', ')}`]),
];

const isConnected = (steps: PingReport['steps']): boolean =>
  steps.some(({ name, state }) => name === 'tcp' && state === 'ok');

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

const expiry = ({ daysLeft, validUntil }: CertificateFacts): string[] => {
  const day = validUntil.slice(0, 10);
  if (daysLeft < 0) return [`the certificate expired on ${day}: renew it before a client that verifies it fails`];
  return daysLeft < soonDays ? [`the certificate expires on ${day}, in ${daysLeft} days: renew it`] : [];
};
