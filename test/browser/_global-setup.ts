import { join } from 'node:path';
import { createCliWorkspace, type CliWorkspace } from '../../packages/cli/testing/run-cli.ts';
import { startServe } from '../../packages/cli/testing/run-server.ts';
import { requireChromium } from './_chromium.ts';
import { feed } from './_feed.ts';
import type { Program } from './_program.ts';
import { announceWorld, writeWorld } from './_world.ts';

/**
 * One server for most tests, `sightglass serve` as a user starts it (which builds the dashboard when that is due). It is filled beside
 * the tests that have a server of their own; the others wait for it.
 */
const globalSetup = async (): Promise<() => Promise<void>> => {
  requireChromium();
  const space = await createCliWorkspace();
  const server = await startServe(space);
  const { child, errors } = server.process;
  const reportEnd = (code: number | null, signal: NodeJS.Signals | null) =>
    console.error(
      `The server ended by itself (code ${code}, signal ${signal}). It had printed:\n${errors().slice(-4_000)}`,
    );
  child.once('exit', reportEnd);
  const file = join(space.dir, 'world.json');
  announceWorld(server.url, file);
  const filled = fill(server.url, space, file);
  return async () => {
    await (await filled)?.stop();
    child.off('exit', reportEnd);
    await server.stop();
    await space[Symbol.asyncDispose]();
  };
};

/** The program that goes on until the tests end. */
const fill = async (url: string, space: CliWorkspace, file: string): Promise<Program | undefined> => {
  const startedAt = Date.now();
  try {
    const { world, weather } = await feed(url, space);
    await writeWorld(file, world);
    console.log(`Server at ${url}, filled by real runs after ${((Date.now() - startedAt) / 1_000).toFixed(1)} s`);
    return weather;
  } catch (error) {
    await writeWorld(file, { error: `The server could not be filled: ${String(error)}` });
    return undefined;
  }
};

export default globalSetup;
