import type { Command } from 'commander';
import { startLocalServer } from '../local-server/start.ts';
import { aborted, stopOnSignal } from '../local-server/until-stopped.ts';
import { jsonLogLine, renderLogLine } from '../output/log-line.ts';
import { createPrinter } from '../output/printer.ts';
import { createStyle } from '../output/style.ts';
import { portNumber, withHelp, withJson } from './options.ts';

interface Options {
  readonly port?: number;
  readonly grpcPort?: number;
  readonly host?: string;
  readonly data?: string;
  readonly config?: string;
  readonly json?: true;
}

const notes = `
All data is kept below --data; nothing else needs to be installed. Precedence: command line, then environment variables
(SIGHTGLASS_PORT, SIGHTGLASS_DATA_DIR …), then the --config file, then the defaults in brackets.

Exit codes: 0 stopped by Ctrl-C or a signal; 2 it cannot start.`;

export const addServe = (command: Command): void => {
  command
    .option('--port <port>', 'for the dashboard, the API and OTLP/HTTP [4318]', portNumber)
    .option('--grpc-port <port>', 'for OTLP/gRPC [4317]', portNumber)
    .option('--host <address>', 'address to listen on [127.0.0.1]')
    .option('--data <folder>', 'folder for all data [./sightglass-data]')
    .option('--config <file>', 'settings, as YAML')
    .action(serve);
  withHelp(
    command,
    [
      'sightglass serve',
      'sightglass serve --data /var/lib/sightglass',
      'sightglass serve --port 0 --grpc-port 0 --json',
    ],
    notes,
  );
  withJson(command, 'print the URLs as one JSON line on stdout; log as JSON lines on stderr');
};

const serve = async ({ port, grpcPort, host, data, config: configFile, json }: Options): Promise<void> => {
  const printer = createPrinter();
  const style = createStyle(process.stderr);
  const note = (text: string): void => (json ? undefined : printer.note(text));
  const stopping = stopOnSignal(() => note('Stopping … (Ctrl-C again to stop at once)'));
  await using server = await startLocalServer(
    {
      ...given({ host, port, grpcPort, dataDir: data }),
      configFile,
      log: (level, message, fields) =>
        printer.note(json ? jsonLogLine(level, message, fields) : renderLogLine(style, level, message, fields)),
    },
    note,
  );
  if (stopping.aborted) return;
  const { url, grpcUrl, dataDir, firstAdminPath } = server;
  if (firstAdminPath !== undefined) printer.note(firstAdminWords(`${url}${firstAdminPath}`));
  if (json) printer.json({ url, grpcUrl, data: dataDir, pid: process.pid });
  else
    printer.line(
      `Sightglass is at ${url}\n  OTLP/HTTP  ${url}\n  OTLP/gRPC  ${grpcUrl}\n  data       ${dataDir}\nCtrl-C ends it.`,
    );
  await aborted(stopping);
};

/** On stderr also with `--json`: it is for a person, and holds a secret. */
const firstAdminWords = (link: string): string =>
  `Nobody can sign in yet. Whoever opens this link within 24 hours becomes the first admin:\n  ${link}`;

/** Only what was said, so that the rest can come from elsewhere. */
const given = <Values extends object>(values: Values): { [Key in keyof Values]?: NonNullable<Values[Key]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
