import type { Command } from 'commander';
import type { CliConfig } from '../config/environment.ts';
import { startLocalServer } from '../local-server/start.ts';
import { aborted, stopOnSignal } from '../local-server/until-stopped.ts';
import { jsonLogLine, renderLogLine } from '../output/log-line.ts';
import { createPrinter } from '../output/printer.ts';
import { createStyle } from '../output/style.ts';
import { examples, portNumber, withJson } from './options.ts';

interface Options {
  readonly port: number;
  readonly grpcPort: number;
  readonly host: string;
  readonly data: string;
  readonly config?: string;
  readonly json?: true;
}

const notes = `
Everything is kept below --data; nothing else needs to be installed. To scale out, set SIGHTGLASS_TELEMETRY_URL (ClickHouse) and
SIGHTGLASS_STATE_URL (PostgreSQL).`;

export const addServe = (program: Command, config: CliConfig): void => {
  const command = program
    .command('serve')
    .description('start the server: dashboard, API and OTLP')
    .option('--port <port>', 'for the dashboard, the API and OTLP/HTTP', portNumber, 4318)
    .option('--grpc-port <port>', 'for OTLP/gRPC', portNumber, 4317)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--data <folder>', 'where everything is kept', './sightglass-data')
    .option('--config <file>', 'settings, as YAML')
    .addHelpText(
      'after',
      notes +
        '\n' +
        examples(
          'sightglass serve',
          'sightglass serve --data /var/lib/sightglass',
          'sightglass serve --port 0 --grpc-port 0 --json',
        ),
    )
    .action((options: Options) => serve(options, config));
  withJson(command, 'where it is as one JSON line on stdout, what happens as JSON lines on stderr');
};

const serve = async (
  { port, grpcPort, host, data, config: configFile, json }: Options,
  config: CliConfig,
): Promise<void> => {
  const printer = createPrinter();
  const style = createStyle(process.stderr);
  const say = (text: string): void => (json ? undefined : printer.note(text));
  const stopping = stopOnSignal(() => say('Stopping … (Ctrl-C again to stop at once)'));
  const { telemetryUrl, stateUrl } = config;
  await using server = await startLocalServer(
    {
      host,
      port,
      grpcPort,
      dataDir: data,
      configFile,
      telemetryUrl,
      stateUrl,
      log: (level, message, fields) =>
        printer.note(json ? jsonLogLine(level, message, fields) : renderLogLine(style, level, message, fields)),
    },
    say,
  );
  const { url, grpcUrl } = server;
  if (json) printer.json({ url, grpcUrl, data, pid: process.pid });
  else
    printer.line(
      `Sightglass is at ${url}\n  OTLP/HTTP  ${url}\n  OTLP/gRPC  ${grpcUrl}\n  data       ${data}\nCtrl-C ends it.`,
    );
  await aborted(stopping);
};
