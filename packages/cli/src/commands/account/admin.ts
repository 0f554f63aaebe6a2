import type { Command } from 'commander';
import { newPerson } from '@sightglass/model/rest';
import { CliError, exitCodes } from '../../errors.ts';
import { loadServer } from '../../local-server/server-module.ts';
import { formatInstant } from '../../output/format.ts';
import { createPrinter } from '../../output/printer.ts';
import { withHelp, withJson } from '../options.ts';

interface Options {
  readonly data?: string;
  readonly config?: string;
  readonly json?: true;
}

const notes = `
Runs on the machine of the server, as a user who may write its data folder, with the settings the server has. It works while the
server runs and while it does not. The link sets a password once, within an hour; it is in the access log that it was given, and by whom.

Exit codes: 0 done; 1 there is no such person, or the person has no password; 2 used wrongly, or the state cannot be reached.`;

export const addAdmin = (admin: Command): void => {
  withHelp(admin, [
    'sightglass admin create root --data /var/lib/sightglass',
    'sightglass admin link ada --config /etc/sightglass/sightglass.yaml',
  ]);
  const create = admin
    .command('create')
    .description('create an admin, or make a person one who may sign in; prints a link that sets the password')
    .argument('<name>', 'with which they sign in')
    .action((name: string, options: Options) => giveWayIn(name, options, true));
  withHelp(create, ['sightglass admin create root --data /var/lib/sightglass'], notes);
  const link = admin
    .command('link')
    .description('print a link with which a person sets a new password')
    .argument('<name>', 'with which they sign in')
    .action((name: string, options: Options) => giveWayIn(name, options, false));
  withHelp(link, ['sightglass admin link ada --config /etc/sightglass/sightglass.yaml'], notes);
  for (const command of [create, link]) {
    command
      .option('--data <folder>', 'data folder of the server [./sightglass-data]')
      .option('--config <file>', 'its settings, as YAML');
    withJson(command, 'print the link as JSON');
  }
};

const giveWayIn = async (given: string, { data, config, json }: Options, makesAdmin: boolean): Promise<void> => {
  const name = newPerson.shape.name.safeParse(given);
  if (!name.success) throw new CliError('NAME', `"${given}" cannot be a name: ${name.error.issues[0]?.message ?? ''}`);
  const { askForWayIn } = await loadServer();
  const overrides = data === undefined ? {} : { dataDir: data };
  const found = await askForWayIn({ name: name.data, makesAdmin, configFile: config, overrides }).catch(inWords);
  const printer = createPrinter();
  const { link, expiresAt, role, isSignInOff } = found;
  if (json) return printer.json({ name: found.name, role, link, expiresAt: expiresAt.toISOString() });
  printer.note(
    `With this link "${found.name}" (${role}) sets a password, once, until ${formatInstant(expiresAt.toISOString())}:`,
  );
  printer.line(link);
  if (isSignInOff) printer.note('Nobody signs in with these settings: set signIn.enabled to true.');
};

const inWords = (error: unknown): never => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || code.startsWith('ERR_')) throw error;
  throw new CliError(code, message, code === 'WAY_IN_REFUSED' ? exitCodes.negative : exitCodes.usage, { cause: error });
};
