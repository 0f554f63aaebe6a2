import type { TelemetryClient } from '../client.ts';
import { insertsEnded } from './inserts-under-way.ts';
import type { KeptRule } from './kept-rules.ts';
import { makeRunsOf, storedDays } from './make-runs.ts';
import type { RuleShelf } from './rule-shelf.ts';
import { dropSpanRule, putSpanRule, spanRuleId } from './rules.ts';
import { pipelinesOfRule, takeBackRuns } from './take-back.ts';

/** How far the work for a rule has come. */
export interface RuleProgress {
  readonly progress: { readonly days: number; readonly daysDone: number } | undefined;
  /** Why it did not go on the last time. */
  readonly problem: string | undefined;
}

export interface RuleWorkParts {
  readonly telemetry: TelemetryClient;
  readonly shelf: RuleShelf;
  readonly idsOfFile: ReadonlySet<string>;
  /** Runs came or went. */
  readonly onChanged: () => void;
}

export interface RuleWork {
  /** Does what is due for one rule; false when nothing is. Raises what the engine and the state raise. */
  readonly next: (signal: AbortSignal) => Promise<boolean>;
  readonly of: (id: string) => RuleProgress;
}

const longestProblem = 500;

/** Makes runs of past spans, and takes runs back: rule by rule, those that failed least first. */
export const createRuleWork = (parts: RuleWorkParts): RuleWork => {
  const [progress, problems] = [new Map<string, RuleProgress['progress']>(), new Map<string, string>()];
  const failures = new Map<string, number>();
  const failuresOf = (rule: KeptRule): number => failures.get(spanRuleId(rule)) ?? 0;
  return {
    async next(signal) {
      const waiting = parts.shelf.all().filter(({ stage }) => stage !== 'in-force');
      const [due] = waiting.toSorted((a, b) => failuresOf(a) - failuresOf(b));
      if (due === undefined) return false;
      const id = spanRuleId(due);
      try {
        if (due.stage === 'removing') await takeBack(parts, due, signal);
        else await make(parts, due, signal, (days, daysDone) => progress.set(id, { days, daysDone }));
        for (const map of [progress, problems, failures]) map.delete(id);
        return true;
      } catch (error) {
        failures.set(id, failuresOf(due) + 1);
        problems.set(id, (error instanceof Error ? error.message : String(error)).slice(0, longestProblem));
        throw error;
      }
    },
    of: (id) => ({ progress: progress.get(id), problem: problems.get(id) }),
  };
};

const make = async (
  { telemetry, shelf, onChanged }: RuleWorkParts,
  rule: KeptRule,
  signal: AbortSignal,
  onDay: (days: number, daysDone: number) => void,
): Promise<void> => {
  const id = spanRuleId(rule);
  await putSpanRule(telemetry, rule);
  await insertsEnded(telemetry, signal);
  const days = await storedDays(telemetry);
  for (const [daysDone, day] of days.entries()) {
    onDay(days.length, daysDone);
    signal.throwIfAborted();
    if (shelf.of(id)?.stage !== 'making') return;
    await makeRunsOf(telemetry, rule, id, day);
    onChanged();
  }
  await shelf.made(id);
};

const takeBack = async (
  { telemetry, shelf, idsOfFile, onChanged }: RuleWorkParts,
  rule: KeptRule,
  signal: AbortSignal,
): Promise<void> => {
  const id = spanRuleId(rule);
  await dropSpanRule(telemetry, id);
  await insertsEnded(telemetry, signal);
  const all = [...(rule.takenFrom ?? []), ...(await pipelinesOfRule(telemetry, id))];
  const pipelines = [...new Map(all.map((one) => [`${one.namespace}\n${one.name}`, one])).values()];
  await shelf.update(id, { takenFrom: pipelines });
  const inForce = shelf.all().filter(({ stage }) => stage !== 'removing');
  await takeBackRuns(telemetry, id, [...idsOfFile, ...inForce.map(spanRuleId)], pipelines);
  await shelf.change((rules) => rules.filter((one) => spanRuleId(one) !== id));
  onChanged();
};
