import type { Socket } from 'node:net';
import { createMessageReader, packetsOf, packetTypes, type Message } from './packets.ts';
import { readLogin, readRequest, type ClientRequest, type ReceivedLogin } from './requests.ts';
import type { Fault, Reply, Script } from './script.ts';
import { secured } from './tls.ts';
import { databaseChange, done, doneInCall, error, loginAck, returnValue, rows, transactionChange } from './tokens.ts';

export interface SessionLog {
  readonly onLogin: (login: ReceivedLogin) => void;
  readonly onStatement: (text: string) => void;
}

const encryptionBytes = { 'not-supported': 2, on: 1, required: 3 } as const;

/** One connection, from PRELOGIN on, as the script wants it. */
export const serve = (socket: Socket, script: Script, log: SessionLog): void => {
  const { encryption = 'not-supported' } = script;
  let write = (bytes: Buffer): void => void socket.write(bytes);
  let feed = createMessageReader((message) => act(message));
  let isEncrypted = false;
  let pending: NodeJS.Timeout | 'hung' | undefined;

  const reply = (...tokens: readonly Buffer[]): void => write(packetsOf(packetTypes.reply, Buffer.concat(tokens)));
  const fail = (fault: Fault): void => {
    if (fault === 'reset') socket.resetAndDestroy();
    if (fault === 'garbage') reply(Buffer.from([0x42, 0xff, 0xff, 0xff, 0x13]));
    if (fault === 'hang') pending = 'hung';
  };
  const encrypt = (): void => {
    const { certificate } = script;
    if (certificate === undefined) throw new Error(`encryption "${encryption}" needs a certificate`);
    const read = createMessageReader((message) => act(message));
    const inner = secured(socket, certificate, read);
    feed = inner.feed;
    write = (bytes) => void inner.cleartext.write(bytes);
    isEncrypted = true;
  };
  const prelogin = (): void => {
    if (script.prelogin !== undefined) return fail(script.prelogin);
    reply(preloginOptions(encryptionBytes[encryption]));
    if (encryption !== 'not-supported') encrypt();
  };
  const login = (payload: Buffer): void => {
    const received = readLogin(payload, isEncrypted);
    log.onLogin(received);
    if (typeof script.login === 'string') return fail(script.login);
    if (script.login !== undefined) return reply(error(script.login.error), done(['error']));
    reply(databaseChange(received.database || 'master'), loginAck(), done());
  };
  const answer = (given: Reply, isCall = false): void => {
    if (typeof given === 'string') return fail(given);
    if ('afterMs' in given) {
      pending = setTimeout(() => ((pending = undefined), answer(given.answer, isCall)), given.afterMs);
      return;
    }
    if ('columns' in given) return reply(rows(given.columns, given.rows), done(['count'], given.rows.length));
    if ('changes' in given) return reply(...given.changes.map(transactionChange), done());
    if ('affected' in given) return reply(isCall ? doneInCall(given.affected) : done(['count'], given.affected));
    reply(error(given.error), ...(given.rollsBack ? [transactionChange('rollback')] : []), done(['error']));
  };
  const serveRequest = (request: ClientRequest): void => {
    if (request.kind === 'transaction') {
      const scripted = script.transaction?.(request.what);
      return scripted === undefined ? reply(transactionChange(request.what), done()) : answer(scripted);
    }
    if (request.kind === 'bulk-rows') return reply(done(['count'], script.bulkRows ?? 0));
    log.onStatement(request.text);
    if (request.text === 'EXEC sp_prepare') return reply(returnValue('@handle', 1), done());
    if (request.text === 'EXEC sp_unprepare') return reply(done());
    answer(
      isSetting(request.text) ? { affected: 0 } : (script.reply?.(request.text) ?? { affected: 0 }),
      request.isCall,
    );
  };
  const act = (message: Message): void => {
    if (message.type === packetTypes.prelogin) return prelogin();
    if (message.type === packetTypes.login) return login(message.payload);
    if (message.type === packetTypes.attention) return attend();
    const request = readRequest(message);
    if (request === undefined) throw new Error(`the test server knows no message of type ${message.type}`);
    serveRequest(request);
  };
  /** The cancelled request ends first, then the attention is acknowledged. */
  const attend = (): void => {
    if (typeof pending === 'object') clearTimeout(pending);
    if (pending !== undefined) reply(done(['error']));
    pending = undefined;
    reply(done(['attention']));
  };
  socket.on('data', (chunk) => feed(chunk));
};

/** What drivers set after the login is no matter of the script. */
const isSetting = (text: string): boolean => /^\s*(set\s[^;]*;?\s*)+$/i.test(text);

/** Version, encryption and terminator ([MS-TDS] 2.2.6.5). */
const preloginOptions = (encryption: number): Buffer => {
  const tokens = Buffer.from([0x00, 0, 11, 0, 6, 0x01, 0, 17, 0, 1, 0xff]);
  return Buffer.concat([tokens, Buffer.from([16, 0, 0x10, 0x27, 0, 0, encryption])]);
};
