import type { Command } from 'commander';
import { channelList, channelTest, type ChannelTest } from '@sightglass/model/rest';
import { createClient } from '../../client/client.ts';
import type { CliConfig } from '../../config/environment.ts';
import { CliError, exitCodes } from '../../errors.ts';
import { createPrinter } from '../../output/printer.ts';
import { withClient, withHelp, withJson } from '../options.ts';

interface TestOptions {
  readonly url: string;
  readonly to?: string;
  readonly channel?: string;
  readonly json?: true;
}

export const addMail = (mail: Command, { url }: CliConfig): void => {
  withHelp(mail, ['sightglass mail test', 'sightglass mail test --to data@example.com']);
  const test = mail
    .command('test')
    .description('send a test message, and show how each step went: connection, certificate, sign-in, message')
    .option('--channel <name>', 'a channel of the configuration; the first by default')
    .option('--to <address>', 'one of its recipients; the first by default')
    .action(sendTest);
  withHelp(
    test,
    ['sightglass mail test --channel mail --to data@example.com'],
    '\nExit codes: 0 the mail server took the message; 1 it did not; 2 it could not be tried.\n',
  );
  withJson(withClient(test, url), 'the answer of the API as JSON');
};

const sendTest = async ({ url, to, channel, json }: TestOptions): Promise<void> => {
  const client = createClient(url);
  const name = channel ?? (await client.get('/api/v1/channels', channelList)).items[0]?.name;
  if (name === undefined)
    throw new CliError(
      'USAGE',
      'No channel is configured. Add one under "channels" in the configuration of the server',
    );
  const path = `/api/v1/channels/${encodeURIComponent(name)}/test`;
  const tested = await client.send('POST', path, channelTest, to === undefined ? {} : { to });
  const printer = createPrinter();
  if (json) printer.json(tested);
  else printer.line(renderTest(tested));
  process.exitCode = tested.ok ? 0 : exitCodes.negative;
};

const stepNames = {
  connect: 'Connection',
  certificate: 'Certificate',
  'sign-in': 'Sign-in',
  message: 'Message',
} as const;

const renderTest = ({ channel, to, ok, answer, steps }: ChannelTest): string => {
  const lines = steps.map(({ name, ms, words }) => `  ✓ ${stepNames[name].padEnd(12)}${words} (${ms} ms)`);
  const end = ok
    ? `The mail server took a test message for ${to}. Look whether it arrived.`
    : `The test message for ${to} was not sent: ${answer}`;
  return [`Channel "${channel}"`, ...lines, ...(ok ? [] : ['  ✕ The next step failed']), end].join('\n');
};
