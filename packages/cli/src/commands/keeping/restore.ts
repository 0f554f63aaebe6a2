import type { Command } from 'commander';
import { explainBackup } from '../../backup/explain.ts';
import { byteProgress } from '../../backup/progress.ts';
import { backupWords } from '../../backup/words.ts';
import { onInterrupt } from '../../check/interrupt.ts';
import { loadServer } from '../../local-server/server-module.ts';
import { createPrinter } from '../../output/printer.ts';
import { withHelp, withJson } from '../options.ts';
import { requireOptions } from '../usage.ts';

interface Options {
  readonly into: string;
  readonly replace?: boolean;
  readonly json?: true;
}

const notes = `
Every checksum is compared before anything is in place. What is cut off, damaged or of a newer Sightglass is refused, and nothing is changed.
--replace puts the old folder aside beside the new one; delete it yourself. The server must be stopped.

Exit codes: 0 restored; 1 the backup is damaged; 2 refused, or it could not be written.`;

export const addRestore = (command: Command): void => {
  command
    .argument('<file>', 'a backup')
    .option('--into <folder>', 'data folder to make of it')
    .option('--replace', 'also where something is in that folder, which is put aside')
    .action(restore);
  requireOptions(command, '--into');
  withHelp(
    command,
    [
      'sightglass restore /backup/sightglass-2026-11-30T120000Z.tar.zst --into /var/lib/sightglass',
      'sightglass restore backup.tar.zst --into /var/lib/sightglass --replace',
    ],
    notes,
  );
  withJson(command, 'what was restored, as one JSON object');
};

const restore = async (file: string, { into, replace = false, json }: Options): Promise<void> => {
  const { restoreBackup } = await loadServer();
  using interrupt = onInterrupt();
  let ofBytes = 0;
  const progress = byteProgress('Restoring', () => ofBytes);
  const onProgress = (bytes: number, of: number): void => {
    ofBytes = of;
    progress.show(bytes);
  };
  try {
    const { head, dataDir, putAside } = await restoreBackup({
      file,
      into,
      replace,
      onProgress,
      signal: interrupt.signal,
    }).finally(progress.end);
    const printer = createPrinter();
    if (json) return printer.json({ file, dataDir, putAside: putAside ?? null, ...head });
    const aside =
      putAside === undefined ? '' : `\nWhat was there before is in ${putAside}. Delete it when you do not need it.`;
    const first =
      head.state === null
        ? 'restore the dump of its PostgreSQL and name that as stateUrl, else people, tokens and positions are missing; then '
        : '';
    printer.line(
      `${dataDir} is restored.\n${backupWords(head)}${aside}\nNext: ${first}sightglass serve --data ${dataDir}`,
    );
  } catch (error) {
    throw explainBackup(interrupt.signal.aborted ? interrupt.signal.reason : error, file);
  }
};
