import { once } from 'node:events';
import { join } from 'node:path';
import type { CliOptions, CliProcess, CliWorkspace } from './run-cli.ts';

export interface ServerProcess {
  readonly url: string;
  readonly process: CliProcess;
  readonly stop: () => Promise<void>;
}

export interface ServeOptions extends Pick<CliOptions, 'env'> {
  /** More of them. */
  readonly args?: readonly string[];
}

/** A real `sightglass serve` on free ports. */
export const startServe = async (
  space: CliWorkspace,
  { args: more = [], env = {} }: ServeOptions = {},
): Promise<ServerProcess> => {
  const args = ['serve', '--port', '0', '--grpc-port', '0', '--data', join(space.dir, 'data'), '--json', ...more];
  const serve = space.start(args, { env });
  await serve.printed('"url"');
  const [line = ''] = serve.output().split('\n');
  const { url } = JSON.parse(line) as { url: string };
  const stop = async (): Promise<void> => {
    if (serve.child.exitCode !== null || serve.child.signalCode !== null) return;
    serve.child.kill('SIGINT');
    await once(serve.child, 'exit');
  };
  return { url, process: serve, stop };
};
