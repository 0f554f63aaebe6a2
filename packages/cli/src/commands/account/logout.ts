import type { Command } from 'commander';
import { me } from '@sightglass/model/rest';
import { z } from 'zod';
import { createClient } from '../../client/client.ts';
import { forgetCredential, readCredential } from '../../config/credentials.ts';
import type { CliConfig } from '../../config/environment.ts';
import { CliError, exitCodes } from '../../errors.ts';
import { createPrinter } from '../../output/printer.ts';
import { withClient, withHelp } from '../options.ts';

const notes = `
Revokes the token that \`sightglass login\` got from this server, and forgets it. One in SIGHTGLASS_TOKEN stays as it is.

Exit codes: 0 signed out; 1 nobody was signed in; 2 the token is forgotten here, and the server could not be told to revoke it.`;

export const addLogout = (command: Command, { url, credentialsFile, token }: CliConfig): void => {
  command.action((options: { readonly url: string }) => logout(options.url, credentialsFile, token !== undefined));
  withClient(command, url);
  withHelp(command, ['sightglass logout', 'sightglass logout --url https://sightglass.example.com'], notes);
};

const logout = async (given: string, credentialsFile: string, isOverridden: boolean): Promise<void> => {
  const printer = createPrinter();
  const { url } = createClient(given);
  const credential = readCredential(credentialsFile, url);
  if (credential === undefined) {
    printer.line(`Nobody is signed in at ${url}.`);
    process.exitCode = exitCodes.negative;
    return;
  }
  try {
    await revokeOwn(url, credential.token);
  } finally {
    forgetCredential(credentialsFile, url);
  }
  printer.line(`Signed out at ${url}; the token of ${credential.person} works no longer.`);
  if (isOverridden) printer.note('SIGHTGLASS_TOKEN is set, and is still used.');
};

/** A token that the server does not know any more needs no revoking. */
const revokeOwn = async (url: string, token: string): Promise<void> => {
  const client = createClient(url, undefined, token);
  try {
    const { token: own } = await client.get('/api/v1/me', me);
    if (own !== null) await client.send('DELETE', `/api/v1/tokens/${own.id}`, z.undefined());
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'TOKEN_UNKNOWN') throw error;
  }
};
