import { createCliWorkspace } from '../../packages/cli/testing/run-cli.ts';
import { startServe } from '../../packages/cli/testing/run-server.ts';
import { requireChromium } from './_chromium.ts';
import { feed } from './_feed.ts';
import { tellWorld } from './_world.ts';

/** One server for all tests, `sightglass serve` as a user starts it (which builds the dashboard when that is due). */
const globalSetup = async (): Promise<() => Promise<void>> => {
  requireChromium();
  const space = await createCliWorkspace();
  const startedAt = Date.now();
  const server = await startServe(space);
  const { world, weather } = await feed(server.url, space);
  tellWorld(world);
  console.log(`Server at ${server.url}, filled by real runs after ${((Date.now() - startedAt) / 1_000).toFixed(1)} s`);
  return async () => {
    await weather.stop();
    await server.stop();
    await space[Symbol.asyncDispose]();
  };
};

export default globalSetup;
