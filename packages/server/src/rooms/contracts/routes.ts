import { contractsSentence, writtenSentence } from '@sightglass/model';
import {
  checkResults,
  contractExportQuery,
  type contractFilterQuery,
  contractHealthPage,
  contractHealthQuery,
  runChecks,
  runChecksQuery,
} from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { FileFacts } from './facts-checks.ts';
import type { CheckFilter, CheckReader, ContractSummary, FilePosition } from './facts.ts';
import type { ContractPosition } from './order.ts';
import { addressedIn, type RunAddress, runAddresses } from '../runs/identity/addressed-run.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import { fileKey, resultsByFile } from './contract-health.ts';
import { describedContracts } from './described-contracts.ts';
import { contractColumns } from './export-columns.ts';
import { aboutFiles, fileResponse, sendListFile } from '../../http/files/list-file.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { noSuchRun } from '../../http/errors.ts';
import { unixMsOf } from '../../http/instant.ts';
import { withinPage } from '../../http/page-bytes.ts';
import { reads } from '../../access/needs.ts';

/** Files of a contract over which its trends go. */
const filesEach = 30;

export interface CheckParts {
  readonly checks: CheckReader;
  readonly runs: RunReader;
}

export const checkRoutes =
  ({ checks }: Pick<CheckParts, 'checks'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/checks',
      {
        config: reads,
        schema: {
          summary:
            'Contracts and how checked files do against them, trouble first; of all time unless a range is given',
          querystring: contractHealthQuery,
          response: { 200: contractHealthPage },
        },
      },
      async (request) => {
        const { query } = request;
        const { namespace, pipeline, contract, limit, cursor, sort, order } = query;
        const filter = filterOf(query);
        const after = cursor === undefined ? undefined : contractPositionOf(cursor);
        const found = await checks.contracts(filter, limit + 1, after, { by: sort, isTurned: order === 'turned' });
        const shown = found.slice(0, limit);
        const nowMs = Date.now();
        const items = await describedContracts(checks, shown, filter, { filesEach, nowMs });
        const fitting = withinPage(items);
        const hasMore = found.length > fitting.length;
        const withRows = fitting.filter(({ files }) => files.some(({ samples }) => samples.length > 0));
        if (withRows.length > 0)
          await request.noteRead(
            {
              action: 'rejected-rows.read',
              target: [namespace, pipeline, contract].filter(Boolean).join('/'),
              after: { contracts: withRows.map(({ contract: name }) => name) },
            },
            'hourly',
          );
        return {
          items: [...fitting],
          nextCursor: hasMore ? contractCursorOf(shown[fitting.length - 1]) : null,
          ...writtenSentence(contractsSentence(fitting, hasMore), nowMs),
        };
      },
    );

    const exported = {
      summary:
        'Contracts and how the latest file did against each as a file, trouble first; of all time unless a range is given',
      description: `${aboutFiles} ${mostExported.toLocaleString('en')} contracts at most.`,
      querystring: contractExportQuery,
      response: { 200: fileResponse },
    };
    app.get('/check-export', { config: reads, schema: exported }, async (request, reply) => {
      const { query } = request;
      const filter = filterOf(query);
      const found = await checks.contracts(filter, mostExported);
      const items = await describedContracts(checks, found, filter, { filesEach: 1, nowMs: Date.now() });
      await request.noteRead({ action: 'contracts.exported', target: '/check-export', after: query });
      // Rows that were rejected are not part of a list.
      const withoutRows = items.map((item) => ({
        ...item,
        files: item.files.map((file) => ({ ...file, samples: [] })),
      }));
      return sendListFile(reply, { name: 'contracts', format: query.format, columns: contractColumns }, withoutRows);
    });
    done();
  };

const filterOf = (query: z.output<typeof contractFilterQuery>): CheckFilter => ({
  namespace: query.namespace,
  pipeline: query.pipeline,
  contract: query.contract,
  words: query.search?.split(/\s+/u).filter(Boolean),
  result: query.result,
  fromMs: unixMsOf(query.from),
  toMs: unixMsOf(query.to),
});

const mostExported = 2_000;

/** Files that one run has checked. */
export const runCheckRoutes =
  ({ checks, runs }: CheckParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const ofRun = {
      summary: 'Files a run has checked, failed ones first, with every expectation',
      querystring: runChecksQuery,
      response: { 200: runChecks },
    };
    for (const { path, params: address } of runAddresses('/checks'))
      app.get(path, { config: reads, schema: { ...ofRun, params: address } }, async (request) => {
        const { params } = request;
        const { limit, cursor } = request.query;
        const after = cursor === undefined ? undefined : filePositionOf(cursor);
        const { runId, namespace, name }: RunAddress = params;
        const known = addressedIn(await runs.ownersOf([runId]), params);
        const scope = known ?? { runId, ...(namespace && { namespace }), ...(name && { pipeline: name }) };
        const [counts, found] = await Promise.all([checks.countsOfRun(scope), checks.ofRun(scope, limit + 1, after)]);
        if (known === undefined && found.files.length === 0) throw noSuchRun(runId);
        const results = resultsByFile(found.results);
        const items = found.files.slice(0, limit).map((file) => ({
          file,
          shown: { ...file.checked, results: results.get(fileKey(file)) ?? [] },
        }));
        const shown = withinPage(items, (item) => item.shown);
        if (shown.some((item) => item.shown.samples.length > 0))
          await request.noteRead({ action: 'rejected-rows.read', target: runId }, 'hourly');
        const { fail = 0, warn = 0, skip = 0, pass = 0 } = counts;
        return {
          items: shown.map((item) => item.shown),
          nextCursor: found.files.length > shown.length ? fileCursorOf(shown.at(-1)?.file) : null,
          files: fail + warn + skip + pass,
          counts: { fail, warn, skip, pass },
        };
      });
    done();
  };

const contractCursorOf = (last: ContractSummary | undefined): string | null =>
  last === undefined
    ? null
    : encodeCursor([last.severity, last.checkedAtMs, last.namespace, last.pipeline, last.contract]);

const contractPositionParts = z.tuple([z.int(), z.int(), z.string(), z.string(), z.string()]);

const contractPositionOf = (cursor: string): ContractPosition => {
  const [severity, checkedAtMs, namespace, pipeline, contract] = decodeCursor(cursor, contractPositionParts);
  return { severity, checkedAtMs, namespace, pipeline, contract };
};

const fileCursorOf = (last: FileFacts | undefined): string | null =>
  last === undefined
    ? null
    : encodeCursor([checkResults.indexOf(last.checked.result), last.file, last.stageId, last.contract]);

const filePositionParts = z.tuple([z.int(), z.string(), z.string(), z.string()]);

const filePositionOf = (cursor: string): FilePosition => {
  const [severity, file, stageId, contract] = decodeCursor(cursor, filePositionParts);
  return { severity, file, stageId, contract };
};
