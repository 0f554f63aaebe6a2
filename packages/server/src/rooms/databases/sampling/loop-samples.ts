import type { DatabaseSample } from '@sightglass/model/rest';
import { sample, type Target } from '@sightglass/probes';
import { ownMetricsRequest } from '../../../wire/own-metrics.ts';
import { repeatedly } from '../../../schedule/repeatedly.ts';
import { blockerEvent } from './blocker-event.ts';
import { figuresOf } from './sample-figures.ts';
import { createLimiter } from '../../../schedule/limiter.ts';

export interface SampledDatabase {
  readonly name: string;
  readonly target: Target;
  /** Undefined: it is not looked into. */
  readonly sampleMs: number | undefined;
}

export interface SamplingParts {
  readonly databases: readonly SampledDatabase[];
  readonly emit: (signal: 'logs' | 'metrics', request: Uint8Array, idempotencyKey: string) => Promise<unknown>;
  readonly onError: (error: unknown, name: string) => void;
  /** Where the latest look at each is put, by name, for as long as this goes on. */
  readonly samples: Map<string, DatabaseSample>;
}

const timeoutMs = 30_000;
const mostAtOnce = 2;
const mostBlockersEmitted = 20;

/** Samples databases that are configured so, by their interval: figures become metrics, blockers log records of the runs they are. */
export const startSampling = ({ databases, emit, onError, samples }: SamplingParts): AsyncDisposable => {
  const turn = createLimiter(mostAtOnce);
  const emitSample = async (name: string, taken: DatabaseSample): Promise<void> => {
    const { sampledAt, sections } = taken;
    const atMs = Date.parse(sampledAt);
    const figures = figuresOf(name, taken);
    if (figures.length > 0)
      await emit('metrics', ownMetricsRequest('dependencies', figures, atMs), `sample ${name} ${sampledAt}`);
    for (const [index, row] of (sections.blockers ?? []).slice(0, mostBlockersEmitted).entries()) {
      await emit('logs', blockerEvent(name, row, atMs), `blocker ${name} ${sampledAt} ${index}`);
    }
  };
  const takeSample = async ({ name, target }: SampledDatabase, signal: AbortSignal): Promise<void> => {
    const taken = await turn(() => sample(target, { timeoutMs, signal }));
    samples.set(name, taken);
    await emitSample(name, taken);
  };
  const sampled = databases.flatMap((database) => {
    const { sampleMs } = database;
    if (sampleMs === undefined) return [];
    return [
      repeatedly(async (signal) => (await takeSample(database, signal), sampleMs), {
        againInMs: sampleMs,
        onError: (error) => onError(error, database.name),
      }),
    ];
  });
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(sampled.map((one) => one[Symbol.asyncDispose]()));
      samples.clear();
    },
  };
};
