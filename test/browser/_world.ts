/** What the global setup has prepared and every test reads: a server that has seen real runs. */
export interface World {
  readonly url: string;
  /** Folder for what programs of tests leave behind. */
  readonly home: string;
  /** Latest run of each pipeline, by its name. */
  readonly runs: Readonly<Record<PipelineName, string>>;
  /** Of a program that knows nothing of pipelines. */
  readonly foreignTraceId: string;
}

export const pipelineNames = [
  'orders',
  'deliveries',
  'stock',
  'billing',
  'invoices',
  'files',
  'sensors',
  'weather',
  'clickstream',
  'nightly-export',
] as const;
export type PipelineName = (typeof pipelineNames)[number];

const variable = 'SIGHTGLASS_BROWSER_WORLD';

/** Playwright hands the environment of its global setup to the workers. */
export const tellWorld = (world: World): void => {
  process.env[variable] = JSON.stringify(world);
};

export const world = (): World => JSON.parse(process.env[variable] ?? '{}') as World;
