import { type Sentence, sentenceOf, timeIn } from '../words/sentence.ts';

/** What the configuration of a pipeline may set in place of its telemetry. */
export const planSettings = ['owner', 'criticality', 'schedule', 'timeZone', 'deadline', 'empty'] as const;
export type PlanSetting = (typeof planSettings)[number];

/** A setting for which the configuration and the program of a pipeline differ; the configuration holds. */
export interface PlanConflict {
  readonly setting: PlanSetting;
  readonly configured: string;
  readonly declared: string;
}

const settingWords: Readonly<Record<PlanSetting, string>> = {
  owner: 'owner',
  criticality: 'criticality',
  schedule: 'schedule',
  timeZone: 'time zone',
  deadline: 'deadline',
  empty: 'empty',
};

/** `The schedule is "0 2 * * *" by the configuration, which holds, and "0 3 * * *" by the program.` */
export const planConflictWords = ({ setting, configured, declared }: PlanConflict): string =>
  `The ${settingWords[setting]} is "${configured}" by the configuration, which holds, and "${declared}" by the program.`;

/**
 * About a configured pipeline of which no run was ever seen, and none is known to be missed. `firstDueAt` is null without a schedule;
 * `elsewhere` are namespaces with runs of its name.
 */
export const neverRanSentence = (firstDueAt: string | null, elsewhere: readonly string[] = []): Sentence =>
  sentenceOf(
    'Has not run yet',
    ...(firstDueAt === null ? ['.'] : ['; first due ', timeIn(firstDueAt, 'time'), '.']),
    elsewhere.length === 0
      ? ''
      : ` Runs of this name come from namespace ${elsewhere.map((name) => `"${name}"`).join(', ')}.`,
  );

/** ` 2 configured pipelines have never run.`; nothing of none. */
export const neverRanWords = (count: number): string => {
  if (count === 0) return '';
  return count === 1 ? ' 1 configured pipeline has never run.' : ` ${count} configured pipelines have never run.`;
};
