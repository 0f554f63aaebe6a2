import { type Sentence, sentenceOf, timeIn } from '../../words/sentence.ts';
import { countOf } from '../../words/count.ts';
import type { Alert } from '../alert.ts';
import type { Need } from '../look.ts';
import { type Severity, severities } from './incident.ts';

const minuteMs = 60_000;
const soonMs = 60 * minuteMs;
const dueForSystemMs = 4 * 60 * minuteMs;
/** So many pipelines in one incident are as grave as a critical one. */
export const manyPipelines = 10;

/** What a line of the table looks at. */
export interface SeverityCase {
  /** Alerts that are in trouble now. */
  readonly alerts: readonly Alert[];
  readonly nowMs: number;
}

export interface Grade {
  readonly severity: Severity;
  /** Why, in a sentence. */
  readonly why: Sentence;
}

interface Line {
  readonly severity: Severity;
  /** As the documentation has it. */
  readonly words: string;
  readonly why: (asked: SeverityCase) => Sentence | undefined;
}

const isCritical = ({ criticality }: Alert): boolean => criticality?.toLowerCase() === 'critical';
const isHigh = ({ criticality }: Alert): boolean => criticality?.toLowerCase() === 'high';
const isLow = ({ criticality }: Alert): boolean => criticality?.toLowerCase() === 'low';
const lacksData = ({ trouble }: Alert): boolean => trouble.harm === 'no-data';
const isWrong = ({ trouble }: Alert): boolean => trouble.harm === 'wrong-data';

/** A deadline that has passed, or comes within the hour, with no run that goes on and will make it. */
const isPressing = ({ trouble: { neededAtMs, retryEndsMs } }: Alert, nowMs: number): boolean =>
  neededAtMs !== null && neededAtMs - nowMs < soonMs && (retryEndsMs === null || retryEndsMs > neededAtMs);

/** Who needs a system that is down, within the time that counts. */
const needOf = ({ trouble: { harm, needs = [] } }: Alert, nowMs: number, isMeant: (need: Need) => boolean) =>
  harm === 'down' ? needs.find((need) => need.atMs - nowMs < dueForSystemMs && isMeant(need)) : undefined;

const isCriticalNeed = ({ criticality }: Need): boolean => criticality?.toLowerCase() === 'critical';

/** Names no pipeline: whoever sees the system may not see all that use it. */
const needWords = ({ subject, trouble }: Alert, need: Need | undefined, nowMs: number): Sentence =>
  need === undefined
    ? [`${subject.name} ${trouble.words}, and pipelines need it.`]
    : sentenceOf(
        `${subject.name} ${trouble.words}, and a ${isCriticalNeed(need) ? 'critical ' : ''}pipeline that uses it ${need.atMs < nowMs ? 'was' : 'is'} due at `,
        timeIn(need.atMs, 'time'),
        '.',
      );

const lacksRows = ({ trouble }: Alert): boolean => trouble.harm === 'down' && (trouble.rowsWithout ?? 0) > 0;

const rowsWords = ({ subject, trouble }: Alert): Sentence => {
  const rows = trouble.rowsWithout ?? 0;
  return [
    `${subject.name} ${trouble.words}, and ${countOf(rows, 'row')} ${rows === 1 ? 'was' : 'were'} loaded without it or left out.`,
  ];
};

const first = (
  { alerts, nowMs }: SeverityCase,
  fits: (alert: Alert, nowMs: number) => boolean,
  words: (alert: Alert) => Sentence,
): Sentence | undefined => {
  const found = alerts.find((alert) => fits(alert, nowMs));
  return found && words(found);
};

const noDataWords = ({ subject, trouble }: Alert, criticality: string, nowMs: number): Sentence =>
  sentenceOf(
    `${subject.name} ${criticality === '' ? '' : `is ${criticality} and `}has had no usable data since `,
    timeIn(trouble.sinceMs, 'time'),
    ...(trouble.neededAtMs === null
      ? []
      : [`, and ${trouble.neededAtMs < nowMs ? 'was' : 'is'} due by `, timeIn(trouble.neededAtMs, 'time')]),
    '.',
  );

const ofCriticality = (alert: Alert): string =>
  isHigh(alert) ? 'of high criticality' : isLow(alert) ? 'of low criticality' : '';

const wrongWords = ({ subject, trouble }: Alert, criticality: string): Sentence =>
  sentenceOf(`${subject.name}${criticality} may hold wrong data: it ${trouble.words}.`);

/** What is known of trouble that is none of what is graver. */
const leastWords = (asked: SeverityCase): Sentence =>
  first(asked, lacksData, (one) => noDataWords(one, ofCriticality(one), asked.nowMs)) ??
  first(
    asked,
    ({ trouble }) => trouble.harm === 'doubt',
    (one) => wrongWords(one, ''),
  ) ??
  first(
    asked,
    ({ trouble }) => trouble.harm === 'down',
    ({ subject, trouble }) => [`${subject.name} ${trouble.words}, and no pipeline is known to be in trouble with it.`],
  ) ?? ['no data is missing or wrong yet.'];

/** The first line that fits decides. */
export const severityTable: readonly Line[] = [
  {
    severity: 'P1',
    words: 'Sightglass itself cannot judge.',
    why: (asked) =>
      first(
        asked,
        ({ trouble }) => trouble.harm === 'blind',
        () => ['nothing can be judged now.'],
      ),
  },
  {
    severity: 'P1',
    words: 'A critical pipeline has no usable data.',
    why: (asked) =>
      first(
        asked,
        (one) => isCritical(one) && lacksData(one),
        (one) => noDataWords(one, 'critical', asked.nowMs),
      ),
  },
  {
    severity: 'P1',
    words: 'A critical pipeline has wrong data: rows missing or extra, or a broken contract.',
    why: (asked) =>
      first(
        asked,
        (one) => isCritical(one) && isWrong(one),
        (one) => wrongWords(one, ', which is critical,'),
      ),
  },
  {
    severity: 'P1',
    words:
      'A pipeline of high criticality has no usable data, its deadline has passed or is less than an hour away, and no run that goes on will make it.',
    why: (asked) =>
      first(
        asked,
        (one, nowMs) => isHigh(one) && lacksData(one) && isPressing(one, nowMs),
        (one) => noDataWords(one, ofCriticality(one), asked.nowMs),
      ),
  },
  {
    severity: 'P1',
    words: 'A database or an API is down, and a critical pipeline that uses it is due within 4 hours.',
    why: (asked) =>
      first(
        asked,
        (one, nowMs) => needOf(one, nowMs, isCriticalNeed) !== undefined,
        (one) => needWords(one, needOf(one, asked.nowMs, isCriticalNeed), asked.nowMs),
      ),
  },
  {
    severity: 'P1',
    words: `${manyPipelines} pipelines or more are in trouble together.`,
    why: ({ alerts }) => {
      const count = pipelinesOf(alerts).length;
      return count < manyPipelines ? undefined : [`${count} pipelines are in trouble together.`];
    },
  },
  {
    severity: 'P2',
    words: 'A pipeline of high or medium criticality (or none declared) has no usable data.',
    why: (asked) =>
      first(
        asked,
        (one) => lacksData(one) && !isLow(one),
        (one) => noDataWords(one, ofCriticality(one), asked.nowMs),
      ),
  },
  {
    severity: 'P2',
    words: 'A pipeline has wrong data, or a critical one data that may be wrong.',
    why: (asked) =>
      first(
        asked,
        (one) => isWrong(one) || (isCritical(one) && one.trouble.harm === 'doubt'),
        (one) => wrongWords(one, ''),
      ),
  },
  {
    severity: 'P2',
    words: 'A database or an API is down, and a pipeline that uses it is due within 4 hours, or fails already.',
    why: (asked) =>
      first(
        asked,
        (one, nowMs) =>
          one.trouble.harm === 'down' &&
          (asked.alerts.some(({ subject }) => subject.kind === 'pipeline') ||
            needOf(one, nowMs, () => true) !== undefined),
        (one) =>
          needWords(
            one,
            needOf(one, asked.nowMs, () => true),
            asked.nowMs,
          ),
      ),
  },
  {
    severity: 'P2',
    words: 'An API is not usable, and rows were loaded without what it gives, or left out.',
    why: (asked) => first(asked, lacksRows, rowsWords),
  },
  { severity: 'P3', words: 'Everything else.', why: leastWords },
];

/** How grave it is now, by the table. */
export const gradeOf = (asked: SeverityCase): Grade => {
  for (const { severity, why } of severityTable) {
    const words = why(asked);
    if (words !== undefined) return { severity, why: sentenceOf(`${severity} because `, words) };
  }
  return { severity: 'P3', why: ['P3'] };
};

export const isGraver = (one: Severity, other: Severity): boolean =>
  severities.indexOf(one) < severities.indexOf(other);

/** `namespace/name` of the pipelines among the subjects, each once. */
export const pipelinesOf = (alerts: readonly Alert[]): string[] => [
  ...new Set(
    alerts.flatMap(({ subject: { kind, namespace, name } }) => (kind === 'pipeline' ? [`${namespace}/${name}`] : [])),
  ),
];
