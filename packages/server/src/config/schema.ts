import { resolve } from 'node:path';
import { privacySettings } from '@sightglass/model/redaction';
import { z } from 'zod';
import { accessSettings } from '../rooms/access/config.ts';
import { type AuditTableConfig, auditTableSettings } from '../rooms/audit-tables/config.ts';
import { type DatabaseConfig, databaseSettings } from '../rooms/databases/config.ts';
import { externalApiSettings } from '../rooms/external-apis/config.ts';
import { notifySettings } from '../rooms/notify/config.ts';
import { pipelineSettings } from '../rooms/pipelines/config.ts';
import { limitSettings } from './limits.ts';
import { runSettings } from '../rooms/runs/config.ts';
import { byteSize } from './byte-size.ts';
import { url } from './url.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const days = z.coerce.number().int().min(1).max(3_650);

/** Everything that can be set, by environment or file; names are those of the file. `unset` is what holds where there is no default. */
export const configShape = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('address to listen on; other than loopback needs `signIn.enabled`, and `tls` or `trustedProxies`'),
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
  basePath: z
    .string()
    .regex(/^(?:\/[A-Za-z0-9._~-]+)+\/?$/u, 'write it as /sightglass')
    .transform((path) => path.replace(/\/$/u, ''))
    .optional()
    .meta({
      description: 'path under which a reverse proxy serves everything, such as `/sightglass`',
      unset: 'the root',
    }),
  metricsPort: port.optional().meta({
    description: '`/metrics` without a sign-in, on `127.0.0.1` alone; `0` picks a free one',
    unset: '`/metrics` is on `port`, for who signs in or sends a token with the right `metrics:read`',
  }),
  allowedHosts: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'names under which the server answers, beside localhost on this machine and its own addresses; empty: on a network, any',
    ),
  tls: z
    .strictObject({
      certificate: z.string().min(1).describe('file with the certificate and its chain, in PEM'),
      key: z.string().min(1).describe('file with its key, in PEM'),
    })
    .optional()
    .meta({ description: 'TLS on both ports; files that change are read again', unset: 'no TLS' }),
  trustedProxies: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
    .default([])
    .describe(
      'addresses of reverse proxies, whose X-Forwarded-For and X-Forwarded-Proto are believed; without `tls` nobody else is answered',
    ),
  stateUrl: url('postgres', 'postgresql')
    .optional()
    .meta({ description: 'a PostgreSQL server for the state', unset: 'embedded' }),
  retention: z
    .strictObject({
      days: days.default(30).describe('days logs, spans and metrics are kept'),
      runDays: days.default(400).describe('days runs, stages and ledgers are kept'),
      logDays: days.optional().meta({ description: 'days logs are kept', unset: '`retention.days`' }),
      spanDays: days.optional().meta({ description: 'days spans are kept', unset: '`retention.days`' }),
      metricDays: days.optional().meta({ description: 'days metrics are kept', unset: '`retention.days`' }),
      rejectDays: days
        .optional()
        .meta({ description: 'days the reasons of rejected rows are kept', unset: '`retention.runDays`' }),
      accessLogDays: days.optional().meta({ description: 'days the access log is kept', unset: 'for ever' }),
      bytes: byteSize.prefault('50 GB').describe('telemetry on disk beyond this goes, oldest day first'),
    })
    .prefault({}),
  spool: z
    .strictObject({
      bytes: byteSize
        .prefault('4 GB')
        .describe(
          'largest size of data that is accepted and not yet searchable; when it is reached, senders get HTTP 503 with `Retry-After`',
        ),
      reserve: byteSize.optional().meta({
        description:
          'disk space that stays free for the engine, its merges and the state; while less is free, senders get HTTP 503 with `Retry-After`',
        unset: '5 % of the disk, from 32 MiB to 2 GiB, at most a fifth',
      }),
    })
    .prefault({}),
  privacy: privacySettings.optional().meta({ description: 'what is redacted before it is stored', unset: 'nothing' }),
  ...accessSettings,
  ...limitSettings,
  ...runSettings,
  ...pipelineSettings,
  ...databaseSettings,
  ...externalApiSettings,
  ...auditTableSettings,
  ...notifySettings,
});
export interface ServerConfig extends Omit<z.output<typeof configShape>, 'dependencies' | 'auditTables'> {
  readonly dependencies: readonly DatabaseConfig[];
  readonly auditTables: readonly AuditTableConfig[];
}
export type ConfigInput = z.input<typeof configShape>;
