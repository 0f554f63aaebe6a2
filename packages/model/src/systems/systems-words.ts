import type { HealthVerdict } from '../verdict/health-verdict.ts';
import type { Tone } from '../verdict/shown.ts';
import { formatCount } from '../words/count.ts';
import { type Sentence, sentenceOf } from '../words/sentence.ts';

export const systemKinds = ['database', 'api', 'file-store', 'host'] as const;
export type SystemKind = (typeof systemKinds)[number];

/** What the words about all systems, and their order, are made of. */
export interface DescribedSystem {
  readonly kind: SystemKind;
  readonly name: string;
  readonly shown: { readonly tone: Tone };
  readonly verdict: { readonly id: HealthVerdict };
  readonly sentenceParts: Sentence;
  readonly needsAttention: boolean;
  /** Among those of its kind. */
  readonly urgency: number;
  /** Whether its state is one of now; a system that was last used hours ago may have failed since. */
  readonly isKnownNow: boolean;
}

const toneOrder: readonly Tone[] = ['bad', 'warn', 'aside', 'fluid'];

/** Trouble first, then those of which nothing is known. */
export const systemsByUrgency = <System extends DescribedSystem>(systems: readonly System[]): System[] =>
  systems.toSorted(
    (a, b) =>
      Number(b.needsAttention) - Number(a.needsAttention) ||
      toneOrder.indexOf(a.shown.tone) - toneOrder.indexOf(b.shown.tone) ||
      systemKinds.indexOf(a.kind) - systemKinds.indexOf(b.kind) ||
      a.urgency - b.urgency ||
      a.name.localeCompare(b.name),
  );

/** Systems by what is known of them. */
export interface SystemCounts {
  readonly all: number;
  readonly trouble: number;
  readonly answering: number;
  /** They answered when they were last used, which is a while ago. */
  readonly answeredLast: number;
  readonly unknown: number;
}

export const systemCounts = (systems: readonly DescribedSystem[]): SystemCounts => {
  const trouble = systems.filter(({ needsAttention }) => needsAttention).length;
  const healthy = systems.filter(({ needsAttention, verdict }) => !needsAttention && verdict.id === 'healthy');
  const answering = healthy.filter(({ isKnownNow }) => isKnownNow).length;
  return {
    all: systems.length,
    trouble,
    answering,
    answeredLast: healthy.length - answering,
    unknown: systems.length - trouble - healthy.length,
  };
};

const nouns: Readonly<Record<SystemKind, string>> = {
  database: 'database',
  api: 'API',
  'file-store': 'file store',
  host: 'host',
};

/** The sentence about all systems: trouble first, then how many answer, and of how many nothing is known. `of`: what they are narrowed to. */
export const systemsSentence = (
  systems: readonly DescribedSystem[],
  of: { readonly kind?: SystemKind | undefined; readonly search?: string | undefined } = {},
): Sentence => {
  const counts = systemCounts(systems);
  const noun = `${of.search === undefined ? '' : 'matching '}${of.kind === undefined ? 'system' : nouns[of.kind]}`;
  if (counts.all === 0) return [`No ${noun} is known in that time.`];
  const some = `${noun}${counts.all === 1 ? '' : 's'}`;
  const [worst] = systemsByUrgency(systems);
  if (worst === undefined || counts.trouble === 0) return [`${calmWords(counts, some)}.`];
  const rest = restWords(counts);
  if (counts.all === 1) return worst.sentenceParts;
  return sentenceOf(
    `${formatCount(counts.trouble)} of ${formatCount(counts.all)} ${some} ${are(counts.trouble)} in trouble. `,
    ...worst.sentenceParts,
    ...(rest === '' ? [] : [` ${rest}.`]),
  );
};

const are = (count: number): string => (count === 1 ? 'is' : 'are');

/** `All 9 systems answer`, `6 of 9 systems answer, 2 answered when last used; of 1 nothing is known now`. */
const calmWords = ({ all, answering, answeredLast, unknown }: SystemCounts, noun: string): string => {
  if (unknown === all)
    return all === 1
      ? `Of the only ${noun} nothing is known now`
      : `Of all ${formatCount(all)} ${noun} nothing is known now`;
  const of = (count: number): string =>
    count === all
      ? all === 1
        ? `The only ${noun}`
        : `All ${formatCount(all)} ${noun}`
      : `${formatCount(count)} of ${formatCount(all)} ${noun}`;
  const now = answering === 0 ? '' : `${of(answering)} ${answering === 1 ? 'answers' : 'answer'}`;
  const last =
    answeredLast === 0
      ? ''
      : `${answering === 0 ? of(answeredLast) : formatCount(answeredLast)} answered when last used`;
  const known = [now, last].filter((part) => part !== '').join(', ');
  return unknown === 0 ? known : `${known}; of ${formatCount(unknown)} nothing is known now`;
};

/** Beside trouble: what is not known is no sign of health. */
const restWords = ({ unknown, answeredLast }: SystemCounts): string => {
  const quiet = unknown + answeredLast;
  return quiet === 0 ? '' : `Of ${formatCount(quiet)} nothing is known now`;
};
