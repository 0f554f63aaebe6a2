/** Message types of [MS-TDS] 2.2.3.1.1. */
export const packetTypes = {
  batch: 0x01,
  rpc: 0x03,
  reply: 0x04,
  attention: 0x06,
  bulk: 0x07,
  transaction: 0x0e,
  login: 0x10,
  prelogin: 0x12,
} as const;

export interface Message {
  readonly type: number;
  readonly payload: Buffer;
}

const headerBytes = 8;
const largestPayload = 4096 - headerBytes;
const endOfMessage = 0x01;

/** A message as the packets it travels in. */
export const packetsOf = (type: number, payload: Buffer): Buffer => {
  const packets: Buffer[] = [];
  for (let at = 0; at < payload.length || packets.length === 0; at += largestPayload) {
    const part = payload.subarray(at, at + largestPayload);
    const header = Buffer.alloc(headerBytes);
    header[0] = type;
    header[1] = at + largestPayload >= payload.length ? endOfMessage : 0;
    header.writeUInt16BE(headerBytes + part.length, 2);
    header[6] = (packets.length + 1) & 0xff;
    packets.push(header, part);
  }
  return Buffer.concat(packets);
};

/** Gathers bytes into whole messages. */
export const createMessageReader = (onMessage: (message: Message) => void): ((chunk: Buffer) => void) => {
  let waiting: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= headerBytes) {
      const length = waiting.readUInt16BE(2);
      if (waiting.length < length) return;
      const [type = 0, status = 0] = waiting;
      parts.push(waiting.subarray(headerBytes, length));
      waiting = waiting.subarray(length);
      if ((status & endOfMessage) === 0) continue;
      const payload = Buffer.concat(parts);
      parts = [];
      onMessage({ type, payload });
    }
  };
};
