import { setTimeout as pause } from 'node:timers/promises';
import { runPage, type Run } from '@sightglass/model/rest';
import type { Client } from '../client/client.ts';
import { CliError, exitCodes } from '../errors.ts';
import { flightsPipeline } from './flights-example.ts';

const longestWaitMs = 30_000;

/** The finished run that started after `from`, as soon as the API knows it. */
export const awaitRun = async (client: Client, from: string): Promise<Run> => {
  const until = performance.now() + longestWaitMs;
  const { namespace, name } = flightsPipeline;
  while (performance.now() < until) {
    const page = await client.get('/api/v1/runs', runPage, { namespace, pipeline: name, from, limit: 1 });
    const [run] = page.items;
    if (run !== undefined && run.state !== 'running') return run;
    await pause(250);
  }
  throw new CliError(
    'RUN_MISSING',
    `The run did not show up within ${longestWaitMs / 1000} s; \`sightglass doctor\` may show why.`,
    exitCodes.negative,
  );
};
