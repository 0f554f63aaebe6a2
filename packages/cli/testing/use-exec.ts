import { afterEach, beforeEach } from 'vitest';
import { startOtlpServer, type OtlpServer, type ReceivedLog } from '../../sdk/testing/otlp-server.ts';
import { createCliWorkspace, type CliResult, type CliWorkspace } from './run-cli.ts';

/** `sightglass exec` for pipeline `orders`, quietly, against a real OTLP server, in a folder of its own for each test. */
export interface ExecBench {
  readonly space: CliWorkspace;
  server: OtlpServer;
  readonly args: (command: readonly string[], ...options: string[]) => string[];
  readonly exec: (command: readonly string[], ...options: string[]) => Promise<CliResult>;
  readonly script: (source: string) => Promise<CliResult>;
  /** Attributes of the event that ended the run. */
  readonly finished: () => Record<string, unknown> | undefined;
  /** The records of what the program printed. */
  readonly lines: () => ReceivedLog[];
}

export const useExec = (): ExecBench => {
  let space: CliWorkspace;
  const bench: ExecBench = {
    get space() {
      return space;
    },
    server: undefined as never,
    args: (command, ...options) => [
      'exec',
      '--pipeline=orders',
      `--url=${bench.server.url}`,
      '--quiet',
      ...options,
      '--',
      ...command,
    ],
    exec: (command, ...options) => space.run(bench.args(command, ...options)),
    script: (source) => bench.exec([process.execPath, '-e', source]),
    finished: () => bench.server.events('pipeline.run.finished')[0]?.attributes,
    lines: () => bench.server.logs().filter(({ event }) => !event),
  };
  beforeEach(async () => {
    space = await createCliWorkspace();
    bench.server = await startOtlpServer();
  });
  afterEach(async () => {
    await bench.server[Symbol.asyncDispose]();
    await space[Symbol.asyncDispose]();
  });
  return bench;
};
