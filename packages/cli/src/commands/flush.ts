import { existsSync } from 'node:fs';
import { flushBuffer, readEnvironment, signalUrlOf } from '@sightglass/sdk/telemetry';
import type { Command } from 'commander';
import { checkUrl } from '../client/check-url.ts';
import { flushWords, type FlushReport } from '../buffer/flush-words.ts';
import { folderFor, waitingTelemetry } from '../buffer/waiting-for.ts';
import type { CliConfig } from '../config/environment.ts';
import { CliError, exitCodes } from '../errors.ts';
import { formatBytes } from '../output/format.ts';
import { createPrinter } from '../output/printer.ts';
import { withHelp, withJson, withServer } from './options.ts';

interface Options {
  readonly buffer?: string;
  readonly from?: string;
  readonly url: string;
  readonly json?: true;
}

export const addFlush = (command: Command, { url }: CliConfig): void => {
  command
    .option('--buffer <folder>', 'folder it is kept in; SIGHTGLASS_BUFFER_DIR sets the default')
    .option('--from <url>', 'send what was kept for this URL, when the server has moved')
    .action(flush);
  withHelp(
    command,
    [
      'sightglass flush',
      'sightglass flush --from http://old-host:4318 --url http://new-host:4318',
      'sightglass flush --buffer /var/lib/etl/buffer --url https://sightglass.example.com --json',
    ],
    '\nExit codes: 0 all is sent; 1 the server refused some of it; 2 the server does not accept it now.\n',
  );
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
    throw new CliError(
      'NO_BUFFER',
      `There is no folder "${buffer}". Give the one the pipelines write to with --buffer.`,
    );
  }
  const folder = buffer ?? readEnvironment().bufferDir;
  if (folder !== undefined) return folder;
  throw new CliError('NO_BUFFER', 'SIGHTGLASS_BUFFER_DIR is off, so nothing is kept. Give a folder with --buffer.');
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
