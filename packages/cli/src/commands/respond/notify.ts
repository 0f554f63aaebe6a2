import { type NotificationState, notificationStates } from '@sightglass/model/notify';
import type { Command } from 'commander';
import { notificationList, type NotificationItem } from '@sightglass/model/rest';
import { createClient } from '../../client/client.ts';
import type { CliConfig } from '../../config/environment.ts';
import { createPrinter } from '../../output/printer.ts';
import { oneOf, positiveCount, withClient, withHelp, withJson } from '../options.ts';

interface LogOptions {
  readonly url: string;
  readonly channel?: string;
  readonly state?: NotificationState;
  readonly limit: number;
  readonly json?: true;
}

export const addNotify = (notify: Command, { url }: CliConfig): void => {
  withHelp(notify, ['sightglass notify log', 'sightglass notify log --state dead']);
  const log = notify
    .command('log')
    .description('list notifications, newest first: who, of what, and how sending them went')
    .option('--channel <name>', 'only of this channel')
    .option('--state <state>', `only these: ${notificationStates.join(', ')}`, oneOf(notificationStates))
    .option('--limit <count>', 'maximum number of notifications', positiveCount(500), 20)
    .action(listNotifications);
  withHelp(
    log,
    ['sightglass notify log --channel mail --limit 50'],
    '\nExit codes: 0 done; 2 used wrongly, or Sightglass cannot be reached.\n',
  );
  withJson(withClient(log, url), 'the answer of the API as JSON');
};

const listNotifications = async ({ url, channel, state, limit, json }: LogOptions): Promise<void> => {
  const found = await createClient(url).get('/api/v1/notifications', notificationList, { channel, state, limit });
  const printer = createPrinter();
  if (json) return printer.json(found);
  if (found.items.length === 0) return printer.line('Nobody has been told anything by a channel yet.');
  for (const item of found.items) printer.line(lineOf(item));
  if (found.nextCursor !== null) printer.note('There are more; raise --limit.');
};

const lineOf = ({ at, incident, kind, target, state, why, deliveries }: NotificationItem): string => {
  const answer = state === 'accepted' ? (deliveries.at(-1)?.answer ?? '') : why;
  return `${at}  INC-${incident}  ${kind}  ${target}  ${state}${answer === '' ? '' : `: ${answer}`}`;
};
