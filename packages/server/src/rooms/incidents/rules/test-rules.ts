import {
  defaultSettings,
  type Rule,
  ruleTypes,
  severities,
  type WatchedPlace,
  withDefaults,
} from '@sightglass/model/alerting';
import type { RuleTestResult } from '@sightglass/model/rest';
import { instantOf } from '../../../http/instant.ts';
import type { Plans } from '../../../plans/plans.ts';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { createRunReader } from '../../runs/facts-runs.ts';
import { createStageReader } from '../../runs/facts-stages.ts';
import { usualBefore } from '../../runs/facts-usual.ts';
import { storedRuns, viewsNow } from '../../runs/facts-views.ts';
import { runKey } from '../../runs/identity/run-name.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { type Firing, replay, replayedTypes } from './replay.ts';

export interface RuleTestParts {
  readonly telemetry: TelemetryClient;
  readonly plans: Plans;
  readonly places: readonly WatchedPlace[];
}

export interface RuleTestCase {
  readonly rules: readonly Rule[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly namespace: string | undefined;
  readonly pipeline: string | undefined;
}

/** Replayed at once, the newest. */
const mostRuns = 5_000;
const weekMs = 7 * 86_400_000;
const mostNamed = 5;
const mostIncidents = 20;

/** Reads the runs of that time and replays them by the rules. Raises ClickHouseError. */
export const testRules = async (
  { telemetry, plans, places }: RuleTestParts,
  { rules, fromMs, toMs, namespace, pipeline }: RuleTestCase,
  now: ReceptionTime,
): Promise<RuleTestResult> => {
  const readers = { runs: createRunReader(telemetry, plans), stages: createStageReader(telemetry) };
  const filter = { fromMs, toMs, ...(namespace && { namespace }), ...(pipeline && { pipeline }) };
  const names = await readers.runs.names(filter, mostRuns + 1, now);
  const stored = await storedRuns(readers, names.slice(0, mostRuns));
  const runs = viewsNow(stored, now).map(({ run }) => run);
  const usual = await usualBefore(readers, runs, now);
  const settings = { ...defaultSettings, rules: withDefaults(rules) };
  const declared = new Map(stored.map(({ facts }) => [runKey(facts), facts]));
  const replayed = replay({
    runs,
    usualBefore: (run) => usual.get(runKey(run)) ?? null,
    pipelineOf: (run) => {
      const { criticality = null, owner = null } = declared.get(runKey(run)) ?? {};
      return { criticality, owner };
    },
    places,
    settings,
    toMs,
  });
  const isAll = names.length <= mostRuns;
  const oldestMs = Math.min(...runs.map(({ startedAt }) => Date.parse(startedAt)), toMs);
  const sinceMs = isAll ? fromMs : oldestMs;
  const perWeek = (count: number): number => Math.round((10 * count * weekMs) / Math.max(toMs - sinceMs, 1)) / 10;
  const incidents = replayed.incidents.filter(({ state }) => state !== 'merged').toSorted((a, b) => b.no - a.no);
  return {
    from: instantOf(sinceMs),
    to: instantOf(toMs),
    runs: runs.length,
    isAll,
    notReplayed: ruleTypes.filter((what) => !replayedTypes.includes(what)),
    rules: firedBy(settings.rules, rules, replayed.firings, perWeek),
    incidents: incidents.length,
    incidentsPerWeek: perWeek(incidents.length),
    bySeverity: Object.fromEntries(
      severities.map((severity) => [severity, incidents.filter((one) => one.severity === severity).length]),
    ) as RuleTestResult['bySeverity'],
    notifications: replayed.notifications,
    notificationsPerWeek: perWeek(replayed.notifications),
    latest: incidents.slice(0, mostIncidents).map(({ title, severity, openedAtMs, endedAtMs }) => ({
      title,
      severity,
      openedAt: instantOf(openedAtMs),
      endedAt: endedAtMs === null ? null : instantOf(endedAtMs),
    })),
  };
};

const firedBy = (
  all: readonly Rule[],
  own: readonly Rule[],
  firings: readonly Firing[],
  perWeek: (count: number) => number,
): RuleTestResult['rules'] => {
  const byRule = Map.groupBy(firings, ({ ruleId }) => ruleId);
  return all
    .filter((rule) => byRule.has(rule.id) || own.includes(rule))
    .map(({ id, what }) => {
      const fired = byRule.get(id) ?? [];
      const byPipeline = [...Map.groupBy(fired, ({ pipeline }) => pipeline)].toSorted(
        ([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1),
      );
      const pipelines = byPipeline.slice(0, mostNamed).map(([name]) => name);
      return { id, what, fired: fired.length, perWeek: perWeek(fired.length), pipelines };
    })
    .toSorted((a, b) => b.fired - a.fired);
};
