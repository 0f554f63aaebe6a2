import { statSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { byteProgress } from '../../backup/progress.ts';
import { saveBackup } from '../../backup/save.ts';
import { backupFile, draftOf } from '../../backup/target.ts';
import { explainBackup } from '../../backup/explain.ts';
import { backupWords } from '../../backup/words.ts';
import { onInterrupt } from '../../check/interrupt.ts';
import { createClient } from '../../client/client.ts';
import type { CliConfig } from '../../config/environment.ts';
import { loadServer } from '../../local-server/server-module.ts';
import { formatBytes } from '../../output/format.ts';
import { createPrinter } from '../../output/printer.ts';
import { withClient, withHelp, withJson } from '../options.ts';

interface Options {
  readonly url: string;
  readonly data?: string;
  readonly json?: true;
}

const notes = `
The server goes on meanwhile. Everything that it had acknowledged before is in the backup; what arrives later is not. With sign-in, set
SIGHTGLASS_TOKEN to a token of kind api of an admin. A server with \`stateUrl\` keeps its state elsewhere: run pg_dump before.

The file is a tar archive compressed with zstd, which only you can read. \`sightglass restore\` makes a data folder of it.

Exit codes: 0 the backup is whole and on disk; 1 \`verify\` found damage; 2 it could not be taken, and nothing is left of it.`;

export const addBackup = (command: Command, { url }: CliConfig): void => {
  command
    .argument('<target>', 'file to write, or a folder, in which its name has the time')
    .option('--data <folder>', 'back up this data folder, which no server uses now')
    .action(backup);
  withClient(command, url);
  withHelp(
    command,
    [
      'sightglass backup /backup/',
      'sightglass backup before-upgrade.tar.zst --url https://sightglass.example.com',
      'sightglass backup /backup/ --data /var/lib/sightglass',
      'sightglass backup verify /backup/sightglass-2026-11-30T120000Z.tar.zst',
    ],
    notes,
  );
  withJson(command, 'what it holds, as one JSON object');
  const verify = command
    .command('verify')
    .description('compare every checksum and count of a backup')
    .argument('<file>', 'the backup')
    .action(verifyBackup);
  withHelp(verify, ['sightglass backup verify /backup/sightglass-2026-11-30T120000Z.tar.zst']);
  withJson(verify, 'what it holds, as one JSON object');
};

const backup = async (target: string, { url, data, json }: Options): Promise<void> => {
  const file = backupFile(target, new Date());
  const server = await loadServer();
  using interrupt = onInterrupt();
  try {
    await using draft = await draftOf(file);
    await using source = await (data === undefined ? fromServer(url, interrupt.signal) : fromFolder(data));
    const progress = byteProgress('Backing up', () => source.ofBytes);
    const head = await saveBackup(source.bytes, draft.path, {
      readBackup: server.readBackup,
      signal: interrupt.signal,
      onProgress: progress.show,
    }).finally(progress.end);
    await draft.keep();
    const fileBytes = statSync(file).size;
    const printer = createPrinter();
    if (json) printer.json({ file, fileBytes, ...head });
    else printer.line(`${file} (${formatBytes(fileBytes)})\n${backupWords(head)}`);
  } catch (error) {
    throw explainBackup(error, file);
  }
};

interface Source extends AsyncDisposable {
  readonly bytes: Readable;
  readonly ofBytes: number;
}

const fromServer = async (url: string, signal: AbortSignal): Promise<Source> => {
  const { body, headers } = await createClient(url).openPost('/api/v1/backup', signal);
  const bytes = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
  return {
    bytes,
    ofBytes: Number(headers.get('sightglass-backup-bytes') ?? 0),
    [Symbol.asyncDispose]: async () => void bytes.destroy(),
  };
};

const fromFolder = async (folder: string): Promise<Source> => {
  const { backupStopped } = await loadServer();
  const stopped = await backupStopped(folder);
  return {
    bytes: stopped.bytes,
    ofBytes: stopped.head.bytes,
    [Symbol.asyncDispose]: () => stopped[Symbol.asyncDispose](),
  };
};

const verifyBackup = async (file: string, _own: object, command: Command): Promise<void> => {
  const { readBackupFile } = await loadServer();
  const progress = byteProgress('Verifying', () => ofBytes);
  let ofBytes = 0;
  try {
    const head = await readBackupFile(file, {
      head: ({ bytes }) => void (ofBytes = bytes),
      progress: progress.show,
    }).finally(progress.end);
    const printer = createPrinter();
    const { json } = command.optsWithGlobals<Options>();
    if (json) printer.json({ file, ...head });
    else printer.line(`${file} is whole: every checksum and count is right\n${backupWords(head)}`);
  } catch (error) {
    throw explainBackup(error, file);
  }
};
