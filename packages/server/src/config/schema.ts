import { resolve } from 'node:path';
import { objectiveBounds } from '@sightglass/model';
import { z } from 'zod';
import { auditTable, type AuditTableConfig } from '../rooms/audit-tables/config.ts';
import { byteSize } from './byte-size.ts';
import { type DependencyConfig, dependencyShape } from '../rooms/databases/config.ts';
import { headers } from './headers.ts';
import { isReadableSchema } from './json-schema.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const days = z.coerce.number().int().min(1).max(3_650);
const url = (...protocols: string[]) =>
  z.url({ protocol: new RegExp(`^(${protocols.join('|')})$`), error: `must be a ${protocols.join(' or ')} URL` });
const glob = z.string().min(1).max(200);

/** Makes runs of spans that know nothing of pipelines: a root span that matches is a run, spans below it that match are stages. */
const spanRule = z.strictObject({
  service: z.string().min(1).describe('service.name, exactly'),
  rootSpan: glob.describe('Name of the root span; `*` stands for any text, `?` for one character'),
  pipeline: z.string().min(1),
  namespace: z.string().min(1).default('default'),
  stages: z.array(z.strictObject({ span: glob, stage: z.string().min(1).optional() })).default([]),
});
export type SpanRule = z.output<typeof spanRule>;

/** An API that is asked whether it is well, again and again. */
const watchedApi = z.strictObject({
  name: z.string().min(1).max(200).describe('As pipelines call it: figures of both appear together'),
  url: url('http', 'https').describe('`${NAME}` stands for an environment variable'),
  intervalSeconds: z.number().min(1).max(86_400).default(60),
  timeoutMs: z.number().int().min(1).max(60_000).default(5_000),
  headers,
  status: z
    .array(z.number().int().min(100).max(599))
    .min(1)
    .optional()
    .describe('Statuses that are well; any 2xx by default'),
  contains: z.string().min(1).optional().describe('Text the body must hold'),
  schema: z
    .record(z.string(), z.unknown())
    .optional()
    .refine(isReadableSchema, 'is no JSON Schema that can be read')
    .describe('JSON Schema of the body'),
  objective: z
    .number()
    .min(objectiveBounds.least)
    .max(objectiveBounds.most)
    .optional()
    .describe('Share of requests it should answer, like 0.995: what its error budget is measured by'),
  certificateDays: z.number().min(0).max(3_650).default(14).describe('A certificate that expires sooner is not well'),
});
export type WatchedApi = z.output<typeof watchedApi>;

function haveOwnNames(tables: readonly { readonly name: string }[]): boolean {
  return new Set(tables.map(({ name }) => name)).size === tables.length;
}

/** Everything that can be set, by environment or file; names are those of the file. `unset` is what holds where there is no default. */
export const configShape = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('address to listen on; other than loopback is refused until people can sign in'),
  port: port.default(4318).describe('dashboard, API and OTLP/HTTP; `0` picks a free one'),
  grpcPort: port.default(4317).describe('OTLP/gRPC'),
  dataDir: z
    .string()
    .min(1)
    .default('./sightglass-data')
    .transform((path) => resolve(path))
    .describe('where everything is kept'),
  dashboardDir: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'static files served at `/`', unset: 'the built dashboard' }),
  allowedHosts: z
    .array(z.string().min(1))
    .default([])
    .describe('names beside localhost under which a loopback server answers'),
  stateUrl: url('postgres', 'postgresql')
    .optional()
    .meta({ description: 'a PostgreSQL server for the state', unset: 'embedded' }),
  retention: z
    .strictObject({
      days: days.default(30).describe('days logs, spans and metrics are kept'),
      runDays: days.default(400).describe('days runs, stages and ledgers are kept'),
      bytes: byteSize.prefault('50 GB').describe('telemetry on disk beyond this goes, oldest day first'),
    })
    .prefault({}),
  spool: z
    .strictObject({
      bytes: byteSize
        .prefault('4 GB')
        .describe('accepted and not yet queryable; beyond it senders are asked to come back'),
    })
    .prefault({}),
  spanRules: z.array(spanRule).default([]).describe('spans of programs that know nothing of pipelines, as runs'),
  dependencies: z
    .array(dependencyShape)
    .max(100)
    .default([])
    .refine(haveOwnNames, { error: 'two databases have the same `name:`; each needs its own' })
    .describe('databases that runs depend on, asked by their interval'),
  apis: z
    .array(watchedApi)
    .default([])
    .refine(haveOwnNames, { error: 'two APIs have the same `name:`; each needs its own' })
    .describe('APIs that are asked whether they are well'),
  auditTables: z
    .array(auditTable)
    .default([])
    .refine(haveOwnNames, { error: 'two tables have the same `name:`; run ids begin with it, so each needs its own' })
    .describe('tables in which pipelines note their runs'),
});
export interface ServerConfig extends Omit<z.output<typeof configShape>, 'dependencies' | 'auditTables'> {
  readonly dependencies: readonly DependencyConfig[];
  readonly auditTables: readonly AuditTableConfig[];
}
export type ConfigInput = z.input<typeof configShape>;
