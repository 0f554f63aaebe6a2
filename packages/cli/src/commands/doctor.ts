import type { Command } from 'commander';
import { readEnvironment as readSdkEnvironment } from '@sightglass/sdk/telemetry';
import { checkUrl } from '../client/check-url.ts';
import type { CliConfig } from '../config/environment.ts';
import type { CheckResult } from '../doctor/check.ts';
import { checkRemoteServer, checkThisMachine, isOnThisMachine } from '../doctor/checks.ts';
import { exitCodes } from '../errors.ts';
import { createPrinter } from '../output/printer.ts';
import type { Style } from '../output/style.ts';
import { withHelp, withJson, withServer } from './options.ts';

interface Options {
  readonly data: string;
  readonly url: string;
  readonly json?: true;
}

const marks = { ok: '✓', warn: '!', fail: '✕' } as const;
const formats = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

export const addDoctor = (command: Command, { url, isUrlChosen }: CliConfig): void => {
  command
    .option('--data <folder>', 'the data folder to check', './sightglass-data')
    .action((options: Options, self: Command) =>
      doctor(options, isUrlChosen || self.getOptionValueSource('url') === 'cli'),
    );
  withHelp(
    command,
    ['sightglass doctor', 'sightglass doctor --url https://sightglass.example.com --json'],
    '\nExit codes: 0 nothing is wrong, or only warnings; 1 something is wrong.\n',
  );
  withJson(withServer(command, url), 'the checks as one JSON object');
};

const doctor = async ({ data, url: givenUrl, json }: Options, isUrlChosen: boolean): Promise<void> => {
  const url = checkUrl(givenUrl);
  const subject = { url, isUrlChosen, dataFolder: data, bufferFolder: readSdkEnvironment().bufferDir };
  const isHere = isOnThisMachine(url);
  const checks = await (isHere ? checkThisMachine(subject) : checkRemoteServer(subject));
  const isHealthy = checks.every(({ state }) => state !== 'fail');
  const printer = createPrinter();
  if (json) printer.json({ ok: isHealthy, checks });
  else printer.line(render(checks, printer.style));
  if (!isHere)
    printer.note(`Run \`sightglass doctor\` on ${new URL(url).hostname} to check its engine, folders and ports.`);
  if (!isHealthy) process.exitCode = exitCodes.negative;
};

const render = (checks: readonly CheckResult[], { paint }: Style): string => {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .flatMap(({ name, state, found, advice }) => [
      `${paint(formats[state], marks[state])} ${name.padEnd(width)}  ${found}`,
      ...(advice?.split('\n') ?? []).map((line) => `  ${' '.repeat(width)}  ${line}`),
    ])
    .join('\n');
};
