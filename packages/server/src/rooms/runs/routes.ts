import { pathSegment, shownStage, usualIn, usualSampleSize } from '@sightglass/model';
import { runDetail, type RunDetail, runNeighbours } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { LogCounter } from '../logs/facts-counts.ts';
import type { BareFacts, RunFacts } from './facts.ts';
import type { RunReader } from './facts-runs.ts';
import type { StageReader } from './facts-stages.ts';
import type { TraceReader } from '../traces/facts.ts';
import { addressOf, runAt, runAddresses } from './identity/addressed-run.ts';
import { succeededBefore } from './facts-views.ts';
import { judgedRun, timedRun } from './judged-run.ts';
import { neighboursOf } from './list/neighbours.ts';
import { type RunView, runViewAt } from './run-view.ts';
import { stageDeadlines as stageDeadlinesOfRuns } from './stage-deadlines/facts.ts';
import { usualRunOf } from './usual-run.ts';
import { reads } from '../../access/needs.ts';
import type { Principal } from '../../access/principal.ts';

export interface RunParts {
  readonly runs: RunReader;
  readonly stages: StageReader;
  readonly logCounts: LogCounter;
  readonly receptionTime: () => ReceptionTime;
  readonly traces: TraceReader;
}

/** A link shows nobody's name. */
const isOfLink = (principal: Principal | undefined): boolean =>
  principal?.kind === 'token' && principal.only !== undefined;

export const runRoutes =
  ({ runs, stages, logCounts, traces, receptionTime }: RunParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const schema = {
      summary: 'One run with its stages, ledger, usual figures and links',
      description: 'By its id alone while no other run has it; else 409, which names each.',
      response: { 200: runDetail },
    };
    for (const { path, params: address } of runAddresses())
      app.get(path, { config: reads, schema: { ...schema, params: address } }, async ({ params, principal }) => {
        const now = receptionTime();
        const run = await runAt(runs.bareByIds, params);
        // All of this is read after the run: one that has ended has all its stages and doubts.
        const [doubted, stagesOf, rejections, usual, counts, hasTrace, deadlines] = await Promise.all([
          runs.withDoubts([run]),
          stages.ofRuns([run]),
          stages.rejections(run),
          succeededBefore({ runs, stages }, run, run, usualSampleSize, now),
          logCounts.ofRun({ ...run, lastEventAtMs: lastStampMs(run) }),
          hasSpans(run),
          runs.deadlines([run], now),
        ]);
        const [facts] = doubted as [RunFacts];
        const views = [runViewAt(facts, stagesOf(facts), now)];
        const [stageDeadlines] = await stageDeadlinesOfRuns({ runs, stages }, [facts], views, now);
        const deadline = deadlines[0] ?? null;
        const found = { now, deadline, stageDeadlines, rejections, hasTrace };
        const detail = detailOf(facts, views[0] as RunView, { ...found, usual: usualRunOf(usual), ...counts });
        return isOfLink(principal) ? { ...detail, owner: null } : detail;
      });

    const beside = {
      summary: 'The runs of its pipeline before and after it, and the latest good one before it',
      response: { 200: runNeighbours },
    };
    for (const { path, params: address } of runAddresses('/neighbours'))
      app.get(path, { config: reads, schema: { ...beside, params: address } }, async ({ params }) =>
        neighboursOf({ runs, stages }, await runAt(runs.bareByIds, params), receptionTime()),
      );

    const hasSpans = async ({ traceId }: BareFacts): Promise<boolean> =>
      traceId !== null && (await traces.isStored(traceId));

    done();
  };

interface DetailParts extends Pick<RunDetail, 'usual' | 'logCounts' | 'thinnedLogs' | 'deadline'> {
  readonly stageDeadlines: RunDetail['stageDeadlines'];
  readonly now: ReceptionTime;
  readonly hasTrace: boolean;
  readonly rejections: Awaited<ReturnType<StageReader['rejections']>>;
}

const detailOf = (facts: RunFacts, view: RunView, parts: DetailParts): RunDetail => {
  const { now, deadline, stageDeadlines, rejections, usual, logCounts, thinnedLogs, hasTrace } = parts;
  const reasons = Map.groupBy(rejections, (rejection) => rejection.stageId);
  return {
    ...judgedRun(timedRun(view.run, deadline, stageDeadlines), usualIn(usual), now),
    owner: facts.owner,
    criticality: facts.criticality,
    host: facts.host,
    clock: clockOf(facts),
    processId: facts.processId,
    commandArgs: facts.commandArgs === null ? null : [...facts.commandArgs],
    parentRunId: facts.parentRunId,
    resources: facts.resources,
    stages: view.stages.map((stage) => ({
      ...stage,
      shown: shownStage(stage, view.run, usualIn(usual)),
      rejectedByReason: Object.fromEntries(
        (reasons.get(stage.stageId) ?? []).map(({ reason, rows }) => [reason, rows]),
      ),
    })),
    ledger: {
      gaps: [...view.ledger.gaps],
      handoffs: view.ledger.handoffs.map(({ from, to }) => ({ from: [...from], to: [...to] })),
    },
    usual,
    logCounts,
    thinnedLogs,
    links: linksOf(facts, hasTrace),
  };
};

/** Records keep their times, also those of a clock that is ahead. */
const lastStampMs = ({ lastEventAtMs, clockLag }: BareFacts): number =>
  lastEventAtMs + Math.max(0, -(clockLag?.ms ?? 0));

const clockOf = ({ clockLag = null }: RunFacts): RunDetail['clock'] =>
  clockLag === null ? null : { behindMs: clockLag.ms, isCertain: clockLag.isCertain };

const linksOf = (run: RunFacts, hasTrace: boolean): RunDetail['links'] => {
  const { runId, namespace, pipeline, traceId } = run;
  const isSaidOnce = run.ownsUnnamed && namespace !== 'default';
  return {
    self: addressOf({ runId, namespace, pipeline }),
    logs:
      runId === traceId
        ? `/api/v1/logs?traceId=${traceId}`
        : `/api/v1/logs?${new URLSearchParams({ runId, pipeline, ...(isSaidOnce ? {} : { namespace }) }).toString()}`,
    trace: !hasTrace ? null : `/api/v1/traces/${traceId}`,
    pipeline: `/api/v1/pipelines/${pathSegment(namespace)}/${pathSegment(pipeline)}`,
  };
};
