import { existsSync } from 'node:fs';
import { bufferDirFor, flushBuffer, readEnvironment, signals, signalUrlOf } from '@sightglass/sdk/telemetry';
import type { Command } from 'commander';
import { checkUrl } from '../api/client.ts';
import { flushWords, type FlushReport } from '../buffer/flush-words.ts';
import { filesBelow, isWaiting, sizeOf } from '../buffer/waiting-files.ts';
import type { CliConfig } from '../config/environment.ts';
import { CliError, exitCodes } from '../errors.ts';
import { formatBytes } from '../output/format.ts';
import { createPrinter } from '../output/printer.ts';
import { examples, withJson, withServer } from './options.ts';

interface Options {
  readonly buffer?: string;
  readonly url: string;
  readonly json?: true;
}

export const addFlush = (program: Command, { url }: CliConfig): void => {
  const command = program
    .command('flush')
    .description('send what pipelines kept on disk while the server was away')
    .option('--buffer <folder>', 'where it is kept; SIGHTGLASS_BUFFER_DIR sets the default')
    .addHelpText(
      'after',
      `\nExits with 1 if the server refused some of it, and with 2 if it does not take it now.\n${examples(
        'sightglass flush',
        'sightglass flush --buffer /var/lib/etl/buffer --url https://sightglass.example.com --json',
      )}`,
    )
    .action(flush);
  withJson(withServer(command, url), 'the outcome as one JSON object');
};

const flush = async (options: Options): Promise<void> => {
  const url = checkUrl(options.url);
  const folder = folderOf(options);
  const printer = createPrinter();
  const report = await flushTo(url, folder, (leftBytes) => printer.note(`${formatBytes(leftBytes)} to go`));
  if (options.json) printer.json(report);
  else for (const sentence of flushWords(report)) printer.line(sentence);
  if (report.leftBytes > 0) process.exitCode = exitCodes.usage;
  else if (report.refusedRecords > 0) process.exitCode = exitCodes.negative;
};

const folderOf = ({ buffer }: Options): string => {
  if (buffer !== undefined && !existsSync(buffer)) {
    throw new CliError('no_buffer', `there is no folder ${buffer}; give with --buffer the one the pipelines write to.`);
  }
  const folder = buffer ?? readEnvironment().bufferDir;
  if (folder !== undefined) return folder;
  throw new CliError('no_buffer', 'SIGHTGLASS_BUFFER_DIR is off, so nothing is kept; give a folder with --buffer.');
};

const flushTo = async (
  url: string,
  bufferDir: string,
  onProgress: (leftBytes: number) => void,
): Promise<FlushReport> => {
  const urls = {
    logs: signalUrlOf(url, 'logs'),
    traces: signalUrlOf(url, 'traces'),
    metrics: signalUrlOf(url, 'metrics'),
  };
  const { headers } = readEnvironment();
  const { reason = null, ...outcome } = await flushBuffer({ urls, headers, bufferDir, quiet: true }, onProgress);
  const waiting = sizeOf(filesBelow(bufferDir).filter(isWaiting));
  const own = bufferDirFor(
    bufferDir,
    signals.map((signal) => urls[signal]),
  );
  const forThisServer = sizeOf(filesBelow(own).filter(isWaiting));
  return {
    url,
    folder: bufferDir,
    ...outcome,
    inUseBytes: Math.max(0, forThisServer - outcome.leftBytes),
    elsewhereBytes: waiting - forThisServer,
    reason,
  };
};
