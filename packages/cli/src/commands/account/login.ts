import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Command } from 'commander';
import { commandLineToken, me } from '@sightglass/model/rest';
import { type Client, createClient } from '../../client/client.ts';
import { keepCredential } from '../../config/credentials.ts';
import type { CliConfig } from '../../config/environment.ts';
import { CliError } from '../../errors.ts';
import { formatInstant } from '../../output/format.ts';
import { createPrinter } from '../../output/printer.ts';
import { withClient, withHelp, withJson } from '../options.ts';
import { awaitCodes } from './await-code.ts';
import { openBrowser } from './open-browser.ts';

interface Options {
  readonly url: string;
  readonly browser: boolean;
  readonly json?: true;
}

const mostWaitMs = 10 * 60_000;

const notes = `
Opens a page on which you sign in and let this command line act for you. Where no browser can be opened, open the printed address
on any machine, and type the code that the page shows. The token works for 30 days; it is kept in your configuration folder, in a
file that only you can read, and is sent to this server alone. SIGHTGLASS_TOKEN takes precedence over it.

Exit codes: 0 signed in, or nobody signs in there; 2 no code came within 10 minutes, or Sightglass cannot be reached.`;

export const addLogin = (command: Command, { url, credentialsFile }: CliConfig): void => {
  command
    .option('--no-browser', 'print the address only')
    .action((options: Options) => login(options, credentialsFile));
  withClient(command, url);
  withHelp(command, ['sightglass login', 'sightglass login --url https://sightglass.example.com --no-browser'], notes);
  withJson(command, 'print who has signed in as JSON');
};

const login = async ({ url, browser, json }: Options, credentialsFile: string): Promise<void> => {
  const printer = createPrinter();
  const client = createClient(url, undefined, null); // an old token is no reason not to get a new one
  const { signIn } = await client.get('/api/v1/me', me);
  if (signIn === 'off') {
    const words = 'Nobody signs in on this server: whoever reaches it may do everything.';
    return json ? printer.json({ url: client.url, signIn: 'off' }) : printer.line(words);
  }
  const verifier = randomBytes(32).toString('base64url');
  const stopped = AbortSignal.timeout(mostWaitMs);
  await using source = await awaitCodes(stopped);
  const address = addressFor(client.url, verifier, source.port);
  printer.note(
    `Open this page and let the command line act for you:\n  ${address}\nIf it shows a code that does not arrive by itself, type it here.`,
  );
  if (browser && process.stderr.isTTY) openBrowser(address);
  for await (const code of source.codes) {
    const token = await fetchToken(client, code, verifier, printer.note);
    if (token === undefined) continue;
    const { person, expiresAt } = token;
    keepCredential(credentialsFile, client.url, { token: token.token, person, expiresAt });
    return json
      ? printer.json({ url: client.url, person, expiresAt, file: credentialsFile })
      : printer.line(
          `Signed in at ${client.url} as ${person}, until ${formatInstant(expiresAt)}. The token is in ${credentialsFile}.`,
        );
  }
  throw new CliError(
    'LOGIN_TIMEOUT',
    `No code came within ${mostWaitMs / 60_000} minutes. Begin again: sightglass login`,
  );
};

const addressFor = (url: string, verifier: string, port: number): string => {
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const name = `${hostname()} command line`.slice(0, 60);
  return `${url}/command-line?${new URLSearchParams({ challenge, name, port: String(port) }).toString()}`;
};

/** Undefined for a code that the server does not take: the right one may still come. */
const fetchToken = async (client: Client, code: string, verifier: string, note: (text: string) => void) => {
  try {
    return await client.send('POST', '/api/v1/command-line/token', commandLineToken, {
      code: code.slice(0, 40),
      verifier,
    });
  } catch (error) {
    if (!(error instanceof CliError) || !retryable.has(error.code)) throw error;
    note(error.message);
    return undefined;
  }
};

const retryable: ReadonlySet<string> = new Set(['CODE_INVALID', 'SIGN_IN_DELAYED']);
