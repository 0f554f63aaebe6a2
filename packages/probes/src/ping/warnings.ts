import type { CertificateFacts } from '@sightglass/model/rest';
import type { Target } from '../target/target.ts';

const soonDays = 30;

/** What is well today and may not be tomorrow. */
export const warningsOf = ({ tls, host, ignored }: Target, certificate: CertificateFacts | null): string[] => [
  ...(certificate === null ? [] : expiry(certificate)),
  ...(tls === 'off' && !isLoopback(host) ? ['not encrypted: what goes over the network can be read there'] : []),
  ...(ignored.length === 0 ? [] : [`left out of the URL, as it changes nothing here: ${ignored.join(', ')}`]),
];

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

const expiry = ({ daysLeft, validUntil }: CertificateFacts): string[] => {
  const day = validUntil.slice(0, 10);
  if (daysLeft < 0) return [`the certificate expired on ${day}: renew it before a client that verifies it fails`];
  return daysLeft < soonDays ? [`the certificate expires on ${day}, in ${daysLeft} days: renew it`] : [];
};
