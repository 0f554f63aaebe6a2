import { setTimeout as delay } from 'node:timers/promises';
import { type Erasure, erasure, type ErasureReceipt } from '@sightglass/model/rest';
import { countOf } from '@sightglass/model/words/count';
import { type Command, InvalidArgumentError } from 'commander';
import { createClient } from '../../client/client.ts';
import type { CliConfig } from '../../config/environment.ts';
import { CliError, exitCodes } from '../../errors.ts';
import { createPrinter } from '../../output/printer.ts';
import { withClient, withHelp, withJson } from '../options.ts';
import { requireOptions } from '../usage.ts';

interface Options {
  readonly url: string;
  readonly find: string;
  readonly attribute?: { readonly key: string; readonly value: string };
  readonly dryRun?: boolean;
  readonly json?: true;
}

const notes = `
Log records, spans and metric points that hold the text are deleted. In what is kept of runs (errors, arguments, files, statements) "[erased]" takes
its place; only where it is part of a key, such as a file name, the row goes. It cannot be taken back: count first, with --dry-run.

Backups that were taken before still hold it. With sign-in it needs SIGHTGLASS_TOKEN of an admin.

Exit codes: 0 erased, or counted; 1 nothing holds it; 2 refused, or something of it is still found.`;

export const addErase = (command: Command, { url }: CliConfig): void => {
  command
    .option('--find <text>', 'text to look for, upper and lower case alike; at least 4 characters')
    .option('--attribute <key=value>', 'only in records that have this attribute, too', attributeOf)
    .option('--dry-run', 'only count')
    .action(erase);
  requireOptions(command, '--find');
  withClient(command, url);
  withHelp(
    command,
    [
      'sightglass erase --find anna@example.com --dry-run',
      'sightglass erase --find anna@example.com',
      'sightglass erase --find 4711-0815 --attribute customer.country=DE --json',
    ],
    notes,
  );
  withJson(command, 'the receipt as one JSON object');
};

const attributeOf = (text: string): { key: string; value: string } => {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError('Write it as key=value.');
  return { key: text.slice(0, at), value: text.slice(at + 1) };
};

const pollMs = 500;

const erase = async ({ url, find, attribute, dryRun = false, json }: Options): Promise<void> => {
  const client = createClient(url);
  const printer = createPrinter();
  const wish = { find, dryRun, ...(attribute && { attribute }) };
  let now: Erasure = await client.send('POST', '/api/v1/erasures', erasure, wish);
  while (now.state === 'running') {
    await delay(pollMs);
    now = await client.get(`/api/v1/erasures/${now.id}`, erasure);
  }
  if (now.failure !== null) throw new CliError('ERASURE_FAILED', now.failure);
  if (json) printer.json(now.receipt ?? now);
  else printer.line(now.receipt === null ? foundWords(now) : receiptWords(now.receipt));
  const isNothing = now.receipt === null ? now.found.length === 0 : now.receipt.erased.length === 0;
  if (isNothing) process.exitCode = exitCodes.negative;
};

const foundWords = ({ found }: Erasure): string =>
  found.length === 0
    ? 'Nothing that is stored holds it.'
    : ['It is found in', ...found.map(({ table, rows }) => `  ${table}  ${countOf(rows, 'row')}`)].join('\n');

const receiptWords = ({ id, at, by, findHash, erased, alsoIn, backups }: ErasureReceipt): string =>
  [
    erased.length === 0 ? 'Nothing that is stored held it.' : 'Erased:',
    ...erased.map(({ table, deleted, blanked }) => `  ${table}  ${deleted} deleted, ${blanked} blanked`),
    ...(alsoIn.length === 0 ? [] : ['Not erased, look at it yourself:']),
    ...alsoIn.map(({ place, count }) => `  ${place}  ${count}`),
    backups.taken === 0
      ? 'The access log has no backup that was taken before.'
      : `Backups that were taken before (the latest on ${backups.latestAt}) still hold it: delete them, or erase again after a restore.`,
    `receipt  ${id}, ${at}, by ${by}`,
    `of       ${findHash}`,
  ].join('\n');
