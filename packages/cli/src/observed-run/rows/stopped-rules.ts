import { attributes, visibleLine } from '@sightglass/model';
import type { Telemetry } from '@sightglass/sdk/telemetry';
import type { RunSpans } from '../run-spans.ts';

/** Of a stage and its run whose rows were not counted to the end. */
export const uncountedRows = { counted: { [attributes.stageLedgerChecked]: false }, explained: {} };

/** What has become of a rule, for people. */
export const stoppedRuleMessage = (rule: string): string =>
  `--rows "${visibleLine(rule)}" was stopped, it took longer than 1 s for a few lines; no rows are counted. ` +
  'Write it without repetition inside repetition, such as a+ instead of (a+)+';

/** Records once, as a line of the run, that rules were stopped. */
export const createStoppedRulesLog = (
  { records }: Pick<Telemetry, 'records'>,
  { identity, stage, stageContext }: RunSpans,
): ((stoppedRules: readonly string[], atMs: number) => void) => {
  const reported = new Set<string>();
  return (stoppedRules, atMs) => {
    for (const rule of stoppedRules) {
      if (reported.has(rule)) continue;
      reported.add(rule);
      records.write({
        atMs,
        severity: 'WARN',
        body: stoppedRuleMessage(rule),
        attributes: { ...identity, ...stage },
        context: stageContext,
      });
    }
  };
};
