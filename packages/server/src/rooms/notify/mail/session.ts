import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { MailChannel } from '../config.ts';
import { addressOf } from './address.ts';
import type { Tokens } from './tokens.ts';

/** A step on the way of one message, and how it went. */
export interface SessionStep {
  readonly name: 'connect' | 'certificate' | 'sign-in' | 'message';
  readonly ms: number;
  /** What the server said, or what was found. */
  readonly words: string;
}

export interface SessionEnd {
  /** Those that succeeded. */
  readonly steps: readonly SessionStep[];
  /** The whole message was sent, whether or not an answer came. */
  readonly hasLeft: boolean;
  /** What ended it; undefined when the server took the message. */
  readonly error: Error | undefined;
  /** What the server said to the message. */
  readonly answer: string;
}

/** No answer within the time of the channel, or before Sightglass was stopped. */
export class MailTimeoutError extends Error {
  readonly code = 'ETIMEDOUT';
}

/** Another certificate than the pinned one. */
export class MailCertificateError extends Error {
  readonly code = 'ETLS';
}

/** Takes one message to the server of the channel. Never raises; the connection is closed at the end, and at the deadline at the latest. */
export const mailSession = async (
  channel: MailChannel,
  tokens: Tokens | undefined,
  { to, raw, signal }: { readonly to: string; readonly raw: string; readonly signal?: AbortSignal | undefined },
): Promise<SessionEnd> => {
  const steps: SessionStep[] = [];
  let hasLeft = false;
  let connection: SMTPConnection | undefined;
  const timed = async <Result>(name: SessionStep['name'], job: Promise<Result>, words: (result: Result) => string) => {
    const beganMs = performance.now();
    const result = await job;
    steps.push({ name, ms: Math.round(performance.now() - beganMs), words: words(result) });
    return result;
  };
  const walk = async (fails: Promise<never>): Promise<string> => {
    connection = new SMTPConnection(optionsOf(channel));
    const open = connection;
    const broken = new Promise<never>((_resolve, reject) => open.on('error', reject));
    broken.catch(() => {});
    const until = <Result>(job: Promise<Result>): Promise<Result> => Promise.race([job, broken, fails]);
    // The answer to EHLO has a line for each thing that the server can do.
    await timed('connect', until(called<void>((done) => open.connect(done))), () =>
      String(open.lastServerResponse || 'connected').replace(/\n[^]*/u, ''),
    );
    const certificate = certificateOf(open);
    if (certificate !== undefined) await timed('certificate', until(checked(channel, certificate)), (words) => words);
    const auth = await until(authOf(channel, tokens));
    if (auth !== undefined)
      await timed('sign-in', until(called<boolean>((done) => open.login(auth, done))), () => `as ${channel.user}`);
    const body = Readable.from([Buffer.from(raw)]).once('end', () => (hasLeft = true));
    const sent = called<SMTPConnection.SentMessageInfo>((done) =>
      open.send({ from: addressOf(channel.from), to }, body, done),
    );
    return (await timed('message', until(sent), ({ response }) => response)).response;
  };
  const deadline = deadlineOf(channel.timeoutSeconds * 1_000, signal);
  try {
    const answer = await walk(deadline.passed);
    connection?.quit();
    return { steps, hasLeft: true, error: undefined, answer };
  } catch (error) {
    connection?.close();
    return { steps, hasLeft, error: error as Error, answer: '' };
  } finally {
    deadline.clear();
  }
};

const called = <Result>(start: (done: (error?: Error | null, result?: Result) => void) => void): Promise<Result> =>
  new Promise((resolve, reject) => {
    start((error, result) => (error ? reject(error) : resolve(result as Result)));
  });

const deadlineOf = (
  ms: number,
  signal: AbortSignal | undefined,
): { readonly passed: Promise<never>; readonly clear: () => void } => {
  const { promise: passed, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new MailTimeoutError('Sightglass was stopped during this attempt'));
  const timer = setTimeout(() => reject(new MailTimeoutError(`no end within ${ms / 1_000} s`)), ms);
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop);
  passed.catch(() => {});
  const clear = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  };
  return { passed, clear };
};

const optionsOf = ({ host, port, security, ca, fingerprint, timeoutSeconds }: MailChannel): SMTPConnection.Options => {
  const ms = timeoutSeconds * 1_000;
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: ms,
    greetingTimeout: ms,
    socketTimeout: ms,
    dnsTimeout: ms,
    socketCloseTimeout: 0,
    tls: {
      minVersion: 'TLSv1.2',
      ...(ca !== undefined && { ca: readFileSync(ca) }),
      // The pinned one is compared below, before anything is sent.
      ...(fingerprint !== undefined && { rejectUnauthorized: false }),
    },
  };
};

interface Certificate {
  readonly fingerprint: string;
  readonly words: string;
}

const certificateOf = ({ _socket: socket }: SMTPConnection): Certificate | undefined => {
  if (!(socket instanceof TLSSocket)) return undefined;
  const found = socket.getPeerCertificate();
  if (found.fingerprint256 === undefined) return undefined;
  const names = found.subjectaltname ?? [found.subject.CN ?? 'no name'].flat().join(', ');
  const words = `${socket.getProtocol()}, ${names}, valid until ${found.valid_to}`;
  return { fingerprint: found.fingerprint256, words };
};

/** Raises MailCertificateError. */
const checked = async ({ fingerprint }: MailChannel, certificate: Certificate): Promise<string> => {
  if (fingerprint !== undefined && fingerprint.toUpperCase() !== certificate.fingerprint.toUpperCase())
    throw new MailCertificateError(
      `the certificate has the fingerprint ${certificate.fingerprint}, not the pinned one`,
    );
  return certificate.words;
};

const authOf = async (
  { user, password }: MailChannel,
  tokens: Tokens | undefined,
): Promise<SMTPConnection.AuthenticationType | undefined> => {
  if (user === undefined) return undefined;
  if (tokens === undefined) return { user, credentials: { user, pass: password ?? '' } };
  // Asked again, to renew, when the server refuses the first token.
  const provisionCallback = (
    _user: string,
    renew: boolean,
    done: (error: Error | null, token?: string) => void,
  ): void => {
    if (renew) tokens.forget();
    tokens.current().then(
      (token) => done(null, token),
      (error: Error) => done(error),
    );
  };
  return { user, oauth2: new XOAuth2({ user, provisionCallback }) };
};
