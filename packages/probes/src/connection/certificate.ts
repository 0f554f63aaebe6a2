import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateFacts } from '@sightglass/model/rest';

const dayMs = 86_400_000;

/** Null when the server showed none. */
export const certificateOf = (socket: TLSSocket, nowMs: number): CertificateFacts | null => {
  const shown: Partial<PeerCertificate> | null = socket.getPeerCertificate();
  const untilMs = Date.parse(shown?.valid_to ?? '');
  if (Number.isNaN(untilMs)) return null;
  return {
    subject: nameOf(shown?.subject),
    issuer: nameOf(shown?.issuer),
    validUntil: new Date(untilMs).toISOString(),
    daysLeft: Math.floor((untilMs - nowMs) / dayMs),
  };
};

const nameOf = (name: PeerCertificate['subject'] | undefined): string => [name?.CN ?? name?.O ?? ''].flat().join(', ');
