import { existsSync } from 'node:fs';
import { flushBuffer, readEnvironment, signalUrlOf } from '@sightglass/sdk/telemetry';
import type { Command } from 'commander';
import { checkUrl } from '../client/client.ts';
import { flushWords, type FlushReport } from '../buffer/flush-words.ts';
import { folderFor, waitingTelemetry } from '../buffer/waiting-for.ts';
import type { CliConfig } from '../config/environment.ts';
import { CliError, exitCodes } from '../errors.ts';
import { formatBytes } from '../output/format.ts';
import { createPrinter } from '../output/printer.ts';
import { examples, withJson, withServer } from './options.ts';

interface Options {
  readonly buffer?: string;
  readonly from?: string;
  readonly url: string;
  readonly json?: true;
}

export const addFlush = (program: Command, { url }: CliConfig): void => {
  const command = program
    .command('flush')
    .description('send what pipelines kept on disk while the server was away')
    .option('--buffer <folder>', 'where it is kept; SIGHTGLASS_BUFFER_DIR sets the default')
    .option('--from <url>', 'send what was kept for this URL, when the server has moved')
    .addHelpText(
      'after',
      `\nExits with 1 if the server refused some of it, and with 2 if it does not take it now.\n${examples(
        'sightglass flush',
        'sightglass flush --from http://old-host:4318 --url http://new-host:4318',
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
  const from = options.from === undefined ? url : checkUrl(options.from);
  const report = await flushTo(url, folder, from, (leftBytes) => printer.note(`${formatBytes(leftBytes)} to go`));
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
  from: string,
  onProgress: (leftBytes: number) => void,
): Promise<FlushReport> => {
  const urls = {
    logs: signalUrlOf(url, 'logs'),
    traces: signalUrlOf(url, 'traces'),
    metrics: signalUrlOf(url, 'metrics'),
  };
  const { headers } = readEnvironment();
  const waitingDir = folderFor(bufferDir, from);
  const config = { urls, headers, bufferDir, waitingDir, quiet: true };
  const { reason = null, ...outcome } = await flushBuffer(config, onProgress);
  const { hereBytes, elsewhere } = waitingTelemetry(bufferDir, waitingDir);
  return {
    url,
    from,
    folder: bufferDir,
    ...outcome,
    inUseBytes: Math.max(0, hereBytes - outcome.leftBytes),
    elsewhereBytes: elsewhere.reduce((sum, { bytes }) => sum + bytes, 0),
    elsewhere,
    reason,
  };
};
