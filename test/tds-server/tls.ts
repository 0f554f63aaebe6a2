import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';
import { packetsOf, packetTypes } from './packets.ts';

/**
 * TLS inside TDS ([MS-TDS] 3.3.5.2): during the handshake its records travel in PRELOGIN packets, one message a flight; from the
 * client's first bare record on they travel alone.
 */
export const secured = (
  socket: Socket,
  certificate: { readonly key: string; readonly cert: string },
  first: (chunk: Buffer) => void,
): { readonly cleartext: TLSSocket; readonly feed: (chunk: Buffer) => void } => {
  let isBare = false;
  let flight: Buffer[] = [];
  const sendFlight = (): void => {
    const bytes = Buffer.concat(flight);
    flight = [];
    if (bytes.length > 0 && !socket.destroyed) socket.write(isBare ? bytes : packetsOf(packetTypes.prelogin, bytes));
  };
  const records = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      if (flight.push(chunk) === 1) setImmediate(sendFlight);
      done();
    },
  });
  const secureContext = createSecureContext({ ...certificate, maxVersion: 'TLSv1.2' });
  const cleartext = new TLSSocket(records, { isServer: true, secureContext });
  cleartext.on('error', () => socket.destroy());
  cleartext.on('data', first);
  return {
    cleartext,
    feed: (chunk) => {
      const unwrapped = unwrap(chunk);
      isBare ||= unwrapped.isBare;
      records.push(unwrapped.records);
    },
  };
};

const headerBytes = 8;

/** Handshake flights are small and come in one piece on loopback. */
const unwrap = (chunk: Buffer): { readonly records: Buffer; readonly isBare: boolean } => {
  const found: Buffer[] = [];
  let rest = chunk;
  while (rest.length >= headerBytes && rest[0] === packetTypes.prelogin) {
    const length = rest.readUInt16BE(2);
    found.push(rest.subarray(headerBytes, length));
    rest = rest.subarray(length);
  }
  return { records: Buffer.concat([...found, rest]), isBare: rest.length > 0 };
};
