import type { AddressInfo, Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface TakenMail {
  readonly to: string;
  readonly raw: string;
  readonly parsed: ParsedMail;
}

/** What the stand-in does with the next messages. */
export type Conduct = 'take' | 'busy' | 'refuse' | 'unknown-mailbox' | 'hang' | 'cut';

interface Settings {
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly isTlsFromBegin?: boolean;
  readonly offersStartTls?: boolean;
  readonly password?: string;
  /** Tokens that are good now. */
  readonly isGoodToken?: (token: string) => boolean;
  readonly authRefusal?: string;
}

const codes = { busy: 451, refuse: 554, 'unknown-mailbox': 550 } as const;
const words = {
  busy: '4.3.0 try again later',
  refuse: '5.7.1 message refused',
  'unknown-mailbox': '5.1.1 no such mailbox here',
} as const;
const smtpError = (conduct: keyof typeof codes): Error =>
  Object.assign(new Error(words[conduct]), { responseCode: codes[conduct] });

/** A real mail server on loopback that takes mail, and does as it is told. */
export const startSmtpServer = async (settings: Settings = {}) => {
  const { tls, isTlsFromBegin = false, offersStartTls = tls !== undefined, password, isGoodToken } = settings;
  const taken: TakenMail[] = [];
  const wire: string[] = [];
  const sockets = new Set<Socket>();
  let conduct: Conduct = 'take';
  let isDown = false;
  let onTaken = (): void => {};
  const needsAuth = password !== undefined || isGoodToken !== undefined;
  const server = new SMTPServer({
    ...tls,
    secure: isTlsFromBegin,
    authMethods: isGoodToken === undefined ? ['PLAIN', 'LOGIN'] : ['XOAUTH2'],
    authOptional: !needsAuth,
    disabledCommands: [...(offersStartTls ? [] : ['STARTTLS' as const]), ...(needsAuth ? [] : ['AUTH' as const])],
    allowInsecureAuth: true,
    closeTimeout: 1,
    logger: false,
    onConnect: (_session, done) =>
      done(isDown ? Object.assign(new Error('4.3.2 closing'), { responseCode: 421 }) : null),
    onAuth({ method, password: given, accessToken }, _session, done) {
      const isGood = method === 'XOAUTH2' ? (isGoodToken?.(accessToken ?? '') ?? false) : given === password;
      if (isGood) return done(null, { user: 'robot' });
      const refusal = settings.authRefusal ?? '5.7.8 credentials are not valid';
      done(Object.assign(new Error(refusal), { responseCode: 535 }));
    },
    onRcptTo: (_address, _session, done) => done(conduct === 'unknown-mailbox' ? smtpError(conduct) : null),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const to = session.envelope.rcptTo[0]?.address ?? '';
        if (conduct === 'busy' || conduct === 'refuse') return done(smtpError(conduct));
        void simpleParser(raw).then((parsed) => {
          taken.push({ to, raw, parsed });
          onTaken();
          if (conduct === 'cut') for (const socket of sockets) socket.destroy();
          else if (conduct === 'take') done(null, `queued as ${taken.length}`);
        });
      });
    },
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('data', (chunk: Buffer) => wire.push(chunk.toString('latin1')));
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    /** What clients sent before any TLS. */
    wire: () => wire.join(''),
    set: (next: Conduct): void => void (conduct = next),
    down: (is: boolean): void => void (isDown = is),
    onTaken: (listener: () => void): void => void (onTaken = listener),
    subjectsTo: (address: string) => taken.filter(({ to }) => to === address).map(({ parsed }) => parsed.subject),
    async [Symbol.asyncDispose]() {
      // One below TLS is not destroyed under it: Node does not survive that in a handshake.
      if (!isTlsFromBegin) for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
export type SmtpStandIn = Awaited<ReturnType<typeof startSmtpServer>>;
