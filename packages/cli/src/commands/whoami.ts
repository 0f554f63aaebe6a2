import type { Command } from 'commander';
import { me, type Me } from '@sightglass/model/rest';
import { createClient } from '../client/client.ts';
import type { CliConfig } from '../config/environment.ts';
import { exitCodes } from '../errors.ts';
import { createPrinter } from '../output/printer.ts';
import { withClient, withHelp, withJson } from './options.ts';

const notes = `
The token comes from SIGHTGLASS_TOKEN, else from \`sightglass login\`.

Exit codes: 0 the server knows who asks, or nobody signs in there; 1 nobody has signed in; 2 the token is not known, or Sightglass cannot be reached.`;

export const addWhoami = (command: Command, { url }: CliConfig): void => {
  command.action(whoami);
  withClient(command, url);
  withHelp(command, ['sightglass whoami', 'SIGHTGLASS_TOKEN=sg_api_… sightglass whoami --json'], notes);
  withJson(command, 'print what the server answers');
};

const whoami = async ({ url, json }: { readonly url: string; readonly json?: true }): Promise<void> => {
  const printer = createPrinter();
  const who = await createClient(url).get('/api/v1/me', me);
  if (json) printer.json(who);
  else printer.line(inWords(who));
  if (who.rights.length === 0) process.exitCode = exitCodes.negative;
};

const inWords = ({ signIn, person, token, rights, sees }: Me): string => {
  if (signIn === 'off') return 'Nobody signs in on this server: whoever reaches it may do everything.';
  const name = person === null ? token && `token "${token.name}"` : `${person.name}, ${person.role}`;
  if (name === null) return 'Nobody: run `sightglass login`, or set SIGHTGLASS_TOKEN.';
  return [name, `rights: ${rights.join(', ')}`, ...(sees === null ? [] : [seenInWords(sees)])].join('\n');
};

const seenInWords = ({ teams, namespaces, owners, services, systems }: NonNullable<Me['sees']>): string =>
  teams.length === 0
    ? 'sees: nothing, as in no team'
    : `sees: what ${teams.join(', ')} own (${[...namespaces, ...owners, ...services, ...systems].join(', ') || 'nothing yet'})`;
