import { packetTypes, type Message } from './packets.ts';

/** What a client asked for, as far as a script needs it. */
export type ClientRequest =
  | { readonly kind: 'statement'; readonly text: string; readonly isCall?: true }
  | { readonly kind: 'transaction'; readonly what: 'begin' | 'commit' | 'rollback' }
  | { readonly kind: 'bulk-rows' };

const transactionRequests: Readonly<Record<number, 'begin' | 'commit' | 'rollback'>> = {
  5: 'begin',
  7: 'commit',
  8: 'rollback',
};

/** Undefined for what no test needs. */
export const readRequest = ({ type, payload }: Message): ClientRequest | undefined => {
  if (type === packetTypes.bulk) return { kind: 'bulk-rows' };
  const body = payload.subarray(payload.readUInt32LE(0));
  if (type === packetTypes.batch) return { kind: 'statement', text: body.toString('utf16le') };
  if (type === packetTypes.rpc) return { kind: 'statement', text: procedureCall(body), isCall: true };
  const what = transactionRequests[body.readUInt16LE(0)];
  return type === packetTypes.transaction && what !== undefined ? { kind: 'transaction', what } : undefined;
};

const executesItsFirstParameter = 10;

/** The text given to sp_executesql; of another procedure its name. */
const procedureCall = (body: Buffer): string => {
  const nameLength = body.readUInt16LE(0);
  if (nameLength !== 0xffff) return `EXEC ${body.toString('utf16le', 2, 2 + nameLength * 2)}`;
  const procedure = body.readUInt16LE(2);
  return procedure === executesItsFirstParameter ? firstText(body.subarray(6)) : `EXEC #${procedure}`;
};

/** An NVARCHAR parameter: name, status, type 0xE7, size, collation, then a length and text, or chunks of it. */
const firstText = (parameter: Buffer): string => {
  const type = 1 + (parameter[0] ?? 0) * 2 + 1;
  const value = type + 3 + 5;
  if (parameter.readUInt16LE(type + 1) !== 0xffff) {
    const bytes = parameter.readUInt16LE(value);
    return parameter.toString('utf16le', value + 2, value + 2 + bytes);
  }
  const chunks: Buffer[] = [];
  for (let at = value + 8; ;) {
    const bytes = parameter.readUInt32LE(at);
    if (bytes === 0) return Buffer.concat(chunks).toString('utf16le');
    chunks.push(parameter.subarray(at + 4, at + 4 + bytes));
    at += 4 + bytes;
  }
};

export interface ReceivedLogin {
  readonly user: string;
  readonly application: string;
  readonly database: string;
  /** Whether it came through TLS; if not, the password did not either. */
  readonly encrypted: boolean;
}

const loginFields = { user: 40, application: 48, database: 68 } as const;

export const readLogin = (payload: Buffer, encrypted: boolean): ReceivedLogin => {
  const text = (field: keyof typeof loginFields): string => {
    const at = payload.readUInt16LE(loginFields[field]);
    return payload.toString('utf16le', at, at + payload.readUInt16LE(loginFields[field] + 2) * 2);
  };
  return { user: text('user'), application: text('application'), database: text('database'), encrypted };
};
