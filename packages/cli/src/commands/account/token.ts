import { type Command, InvalidArgumentError } from 'commander';
import { allRights, type Right } from '@sightglass/model';
import { type AccessToken, createdToken, rotatedToken, tokenKinds, tokenList } from '@sightglass/model/rest';
import { sentWords, type TokenSignal, tokenSignals } from '@sightglass/model/words/token-scope';
import { z } from 'zod';
import { type Client, createClient } from '../../client/client.ts';
import type { CliConfig } from '../../config/environment.ts';
import { CliError, exitCodes } from '../../errors.ts';
import { formatInstant } from '../../output/format.ts';
import { createPrinter } from '../../output/printer.ts';
import { renderTable } from '../../output/table.ts';
import { oneOf, positiveCount, withClient, withHelp, withJson } from '../options.ts';

interface ServerOptions {
  readonly url: string;
  readonly json?: true;
}
interface ListOptions extends ServerOptions {
  readonly all?: true;
}
interface CreateOptions extends ServerOptions {
  readonly kind: (typeof tokenKinds)[number];
  readonly days: number;
  readonly end: boolean;
  readonly rights?: readonly Right[];
  readonly signals?: readonly TokenSignal[];
  readonly namespaces?: readonly string[];
}
interface RotateOptions extends ServerOptions {
  readonly overlap: number;
}

const address = '/api/v1/tokens';
const exitNote = '\nExit codes: 0 done; 1 no such token; 2 used wrongly, refused, or Sightglass cannot be reached.\n';

export const addToken = (tokens: Command, { url }: CliConfig): void => {
  withHelp(tokens, [
    'sightglass token list',
    'sightglass token create nightly-load --kind ingest --days 365',
    'sightglass token rotate 3f9a1c2b --overlap 120',
  ]);
  const list = tokens
    .command('list')
    .description('list your tokens')
    .option('--all', 'those of everybody, for admins')
    .action(listTokens);
  withHelp(list, ['sightglass token list', 'sightglass token list --all --json'], exitNote);
  const create = tokens
    .command('create')
    .description('create a token; it is printed on stdout, this once')
    .argument('<name>', 'what it is for')
    .option(
      '--kind <kind>',
      'api: reads and changes with your rights; ingest: sends telemetry',
      oneOf(tokenKinds),
      'api',
    )
    .option('--days <count>', 'how long it works', positiveCount(3_650), 90)
    .option('--no-end', 'it works until it is revoked')
    .option('--rights <rights>', `of an api token, with commas: some of ${allRights.join(', ')}`, rightList)
    .option('--signals <signals>', `of an ingest token, with commas: some of ${tokenSignals.join(', ')}`, signalList)
    .option('--namespaces <names>', 'of an ingest token, with commas: those it sends for; * is any text', nameList)
    .action(createToken);
  withHelp(
    create,
    [
      'sightglass token create nightly-load --kind ingest',
      "sightglass token create sales --kind ingest --namespaces 'sales-*,shop' --signals logs,traces",
      'sightglass token create report --rights telemetry:read --days 30',
    ],
    exitNote,
  );
  const revoke = withId(tokens.command('revoke').description('revoke a token: from now on it does not work')).action(
    revokeToken,
  );
  withHelp(revoke, ['sightglass token revoke 3f9a1c2b'], exitNote);
  const rotate = withId(
    tokens.command('rotate').description('a new token in place of one, with the same rights; both work for a while'),
  )
    .option('--overlap <minutes>', 'how long the old one still works', minutes, 1_440)
    .action(rotateToken);
  withHelp(rotate, ['sightglass token rotate 3f9a1c2b', 'sightglass token rotate 3f9a1c2b --overlap 0'], exitNote);
  for (const command of [list, create, revoke, rotate])
    withJson(withClient(command, url), 'the answer of the API as JSON');
};

const withId = (command: Command): Command =>
  command.argument('<id>', 'as `token list` shows it; the first characters are enough if no other token has them');

const minutes = (text: string): number => {
  const count = Number(text);
  if (/^\d+$/u.test(text) && count <= 43_200) return count;
  throw new InvalidArgumentError('Give minutes from 0 to 43200.');
};

const rightList = (text: string): Right[] => text.split(',').map((one) => oneOf(allRights)(one.trim()));

const signalList = (text: string): TokenSignal[] => text.split(',').map((one) => oneOf(tokenSignals)(one.trim()));

const nameList = (text: string): string[] => text.split(',').map((one) => one.trim());

const listTokens = async ({ url, json, all }: ListOptions): Promise<void> => {
  const found = await createClient(url).get(address, tokenList, { of: all ? 'everybody' : 'me' });
  const printer = createPrinter();
  if (json) return printer.json(found);
  if (found.items.length === 0) return printer.note('There is no token.');
  printer.line(renderTokens(found.items));
};

const renderTokens = (items: readonly AccessToken[]): string =>
  renderTable(
    [
      { title: 'ID', cell: ({ id }) => id.slice(0, 8) },
      { title: 'NAME', cell: ({ name }) => name },
      { title: 'KIND', cell: ({ kind }) => kind },
      { title: 'SENDS', cell: sentWords },
      { title: 'OF', cell: ({ personName }) => personName ?? 'nobody' },
      { title: 'LAST USED', cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : formatInstant(lastUsedAt)) },
      { title: 'WORKS UNTIL', cell: ({ expiresAt }) => (expiresAt === null ? 'no end' : formatInstant(expiresAt)) },
    ],
    items,
  );

const createToken = async (
  name: string,
  { url, json, kind, days, end, rights, signals, namespaces }: CreateOptions,
): Promise<void> => {
  const expiresInDays = end ? days : null;
  const made = await createClient(url).send('POST', address, createdToken, {
    kind,
    name,
    expiresInDays,
    rights,
    signals,
    namespaces,
  });
  const printer = createPrinter();
  if (json) return printer.json(made);
  printer.note(`Token ${made.id.slice(0, 8)}, shown this once. Programs read it from SIGHTGLASS_TOKEN:`);
  printer.line(made.token);
};

const revokeToken = async (given: string, { url, json }: ServerOptions): Promise<void> => {
  const client = createClient(url);
  const { id, name } = await findToken(client, given);
  await client.send('DELETE', `${address}/${id}`, z.undefined());
  const printer = createPrinter();
  if (json) printer.json({ id, name });
  else printer.line(`"${name}" works no longer.`);
};

const rotateToken = async (given: string, { url, json, overlap }: RotateOptions): Promise<void> => {
  const client = createClient(url);
  const { id, name } = await findToken(client, given);
  const made = await client.send('POST', `${address}/${id}/rotation`, rotatedToken, { overlapMinutes: overlap });
  const printer = createPrinter();
  if (json) return printer.json(made);
  printer.note(
    `The old "${name}" works until ${formatInstant(made.oldWorksUntil)}. The new one, ${made.id.slice(0, 8)}, shown this once:`,
  );
  printer.line(made.token);
};

/** The one whose id begins so: of the own, else of everybody's. Raises {@link CliError}. */
const findToken = async (client: Client, given: string): Promise<AccessToken> => {
  const select = async (of: 'me' | 'everybody') => {
    const { items } = await client.get(address, tokenList, { of });
    return items.filter(({ id }) => id.startsWith(given));
  };
  const own = await select('me').catch(ofNobody);
  const found = own.length > 0 ? own : await select('everybody').catch(ofNobody);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined)
    throw new CliError(
      'NOT_FOUND',
      `No token of yours has an id that starts with "${given}". List them: sightglass token list`,
      exitCodes.negative,
    );
  const ids = found.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw new CliError('AMBIGUOUS', `Several tokens have an id that starts with "${given}":\n${ids}`);
};

/** Who may not list everybody's has none of theirs to find, and a token of nobody none of its own. */
const ofNobody = (error: unknown): AccessToken[] => {
  if (error instanceof CliError && ['RIGHT_MISSING', 'TOKEN_OWNERLESS'].includes(error.code)) return [];
  throw error;
};
