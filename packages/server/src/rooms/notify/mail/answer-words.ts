import { visibleLine } from '@sightglass/model/words/visible-line';
import type { Attempt } from '../outbox/outcome.ts';

/** What nodemailer raises, as far as it is read. */
export interface SmtpFailure {
  readonly message: string;
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  /** What the server said. */
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
}

const longest = 500;
/** What nodemailer calls refusals of an address, or of the message itself. */
const ofOneMessage: ReadonlySet<string> = new Set(['EENVELOPE', 'EMESSAGE']);

/** What went wrong in an attempt, in words, and whether it is tried again. `hasLeft`: the whole message was sent before. Pure. */
export const attemptOf = (failure: SmtpFailure, hasLeft: boolean): Attempt => {
  const { responseCode, response } = failure;
  if (responseCode === undefined && hasLeft)
    return { outcome: 'uncertain', answer: `The message left, and no answer came: ${shown(failure.message)}` };
  const advice = adviceOn(failure);
  const said = response === undefined ? shown(failure.message) : shown(response);
  const answer = shown(advice === undefined ? said : `${said} ${advice}`);
  // A sign-in, a certificate or a greeting refuses the server's whole work, not this message: somebody may mend that within the day.
  const isForGood = responseCode !== undefined && responseCode >= 500 && ofOneMessage.has(failure.code ?? '');
  return { outcome: isForGood ? 'refused' : 'failed', answer };
};

const shown = (text: string): string => {
  const one = visibleLine(text.replaceAll(/\s+/gu, ' ').trim());
  return one.length > longest ? `${one.slice(0, longest - 1)}…` : one;
};

const advices: readonly (readonly [RegExp, string])[] = [
  [/5\.7\.139/u, 'Sign-in with a password is switched off there: set oauth2, or use a relay.'],
  [/5\.7\.57/u, 'The server wants a sign-in: set user and password, or oauth2.'],
  [
    /wrong version number|packet length too long|http request/iu,
    'TLS and STARTTLS are mixed up: security: tls is for port 465, starttls for 587.',
  ],
  [
    /STARTTLS/u,
    'The server does not offer STARTTLS, and nothing was sent in clear: set security: tls with port 465, or use another server.',
  ],
  [
    /self[- ]signed|unable to (?:get local issuer|verify the first)/iu,
    'Give the authority of the server with ca:, or pin its certificate with fingerprint:.',
  ],
  [/certificate has expired/iu, 'Its certificate has to be renewed.'],
  [/Hostname\/IP does not match/iu, 'Write the host as its certificate names it.'],
  [/ENOTFOUND|EDNS|getaddrinfo/u, 'Is the host written right?'],
  [/ECONNREFUSED/u, 'Nothing listens there: are host and port right, and does the server run?'],
  [/Greeting never received|timed? ?out|ETIMEDOUT/iu, 'Is a firewall between, or are the port and security mixed up?'],
  [/^(?:530|535)/u, 'Are user and password right?'],
];

const adviceOn = ({ message, response = '', code = '' }: SmtpFailure): string | undefined =>
  advices.find(([pattern]) => pattern.test(response) || pattern.test(message) || pattern.test(code))?.[1];
