import { type Alert, isActive } from '../alerting/alert.ts';
import type { Incident, Notification } from '../alerting/incidents/incident.ts';
import { incidentName } from '../alerting/incidents/incident-words.ts';
import { troubleWords } from '../alerting/trouble-words.ts';
import { leadingVerdict } from '../verdict/run-verdict.ts';
import { countOf } from '../words/count.ts';
import { formatDuration } from '../words/duration.ts';
import { type Sentence, sentenceText } from '../words/sentence.ts';
import { atTimeWords } from '../words/time.ts';
import { visibleLine } from '../words/visible-line.ts';
import { firstSteps } from './first-steps.ts';
import { usableOf, type UsableWord } from './usable.ts';

/** A message as plain data: every channel draws it in its own way. Texts are single lines without control characters. */
export interface Telling {
  readonly usable: UsableWord;
  /** `Not usable: orders failed at load.` */
  readonly headline: string;
  /** What kind of message it is, in a line: `Reminder, as it began 2 hours ago and nobody has taken it.` */
  readonly about: string;
  readonly facts: readonly { readonly name: string; readonly lines: readonly string[] }[];
  readonly steps: readonly string[];
  readonly links: readonly { readonly words: string; readonly url: string }[];
  /** Why the reader gets it, and in which zone its times are. */
  readonly small: readonly string[];
}

export interface TellingAsked {
  readonly notification: Pick<Notification, 'kind' | 'reason' | 'atMs'>;
  readonly incident: Incident;
  /** All that are or were in it. */
  readonly alerts: readonly Alert[];
  /** Under which the pages are, without a slash at the end; undefined: no links. */
  readonly publicUrl: string | undefined;
  readonly timeZone: string;
  /** `class`: the words of errors, in which data of rows may be, stay out. */
  readonly errors: 'full' | 'class';
  readonly whyYou: string;
  readonly nowMs: number;
}

const mostListed = 10;
/** Of what failed, whose sentences are long. */
const mostTold = 5;
const longestLine = 500;
/** Sent so much later than it was decided, the message says so. */
const lateMs = 2 * 60_000;

/** What a message about an incident says now. Pure. */
export const tellingOf = (asked: TellingAsked): Telling => {
  const { incident, alerts, whyYou, timeZone } = asked;
  const usable = usableOf(incident, alerts);
  return {
    usable,
    headline: line(`${usable.word}: ${headWords(asked)}`),
    about: line(aboutWords(asked)),
    facts: factsOf(asked).map(({ name, lines }) => ({ name, lines: lines.map((one) => line(one)) })),
    steps: isOver(asked) ? [] : stepsOf(alerts),
    links: linksOf(asked),
    small: [line(whyYou), `Times are in ${timeZone}.`],
  };
};

/** One line that steers nothing, cut where it is long. */
export const line = (text: string, most = longestLine): string => {
  const shown = visibleLine(text.replaceAll(/\s*\n\s*/gu, ' ').trim());
  return shown.length > most ? `${shown.slice(0, most - 1).replace(/\p{Cs}$/u, '')}…` : shown;
};

const isOver = ({ notification: { kind } }: TellingAsked): boolean => kind === 'resolved';

/** A message is read later than it is written: it has times, not how long ago something was. */
const text = (sentence: Sentence, { nowMs, timeZone, errors }: TellingAsked): string => {
  const lasting = sentence.map((part) =>
    typeof part === 'object' && 'as' in part && part.as === 'ago' ? { ...part, as: 'at' as const } : part,
  );
  return sentenceText(lasting, { nowMs, timeZone, isReasonShown: errors === 'class' });
};

/** Of a run the name in place of the verdict, which the message begins with: `orders failed at load at 05:00.` */
const named = (name: string, words: string): string =>
  leadingVerdict.test(words) ? `${name} ${words.replace(leadingVerdict, '')}` : words;

const headWords = (asked: TellingAsked): string => {
  const { incident, nowMs, timeZone } = asked;
  const { firstBadAtMs, endedAtMs, resolvedBy, title } = incident;
  if (!isOver(asked)) return named(incident.root.name, text(incident.sentence, asked));
  const began = atTimeWords(firstBadAtMs, { nowMs, timeZone });
  if (endedAtMs === null) return `${title}. ${resolvedBy ?? 'Somebody'} closed it, and it is still in trouble.`;
  const lasted = minutes(endedAtMs - firstBadAtMs);
  return `${title}, but that is over. It began ${began} and lasted ${lasted}.`;
};

const kindWords: Readonly<Record<Notification['kind'], string>> = {
  opened: 'New',
  raised: 'Graver than before',
  grew: 'More pipelines than before',
  joined: 'Part of another incident now',
  reminder: 'Reminder',
  flapping: 'Comes and goes',
  steady: 'Has settled',
  reopened: 'Back again',
  resolved: 'Over',
};

const aboutWords = ({ notification: { kind, reason, atMs }, incident, nowMs }: TellingAsked): string => {
  const late = nowMs - atMs > lateMs ? ` Sent ${minutes(nowMs - atMs)} late.` : '';
  // "Over, as it is over" is no news.
  const why = kind === 'resolved' || reason === 'it is new' ? '' : `, as ${reason}`;
  return `${kindWords[kind]}${why}. ${incidentName(incident.no)}, ${incident.severity}.${late}`;
};

const factsOf = (asked: TellingAsked): { readonly name: string; readonly lines: readonly string[] }[] => {
  const { incident, alerts, nowMs, timeZone } = asked;
  const { firstBadAtMs, pipelines, severityWhy, times, againOf, owner, acknowledgedBy } = incident;
  const active = alerts.filter(isActive);
  const needed = active.flatMap(({ trouble }) => trouble.neededAtMs ?? []);
  const neededMs = Math.min(...needed);
  const taken = owner ?? acknowledgedBy;
  const facts = [
    { name: 'Since', lines: [`${dayAndTime(firstBadAtMs, timeZone)}${again(times, againOf)}`] },
    { name: 'Needed', lines: needed.length === 0 ? [] : [neededWords(neededMs, nowMs, timeZone)] },
    { name: 'Affects', lines: listed(pipelines, 'pipeline') },
    { name: 'What', lines: whatLines(active, asked) },
    { name: 'Probably', lines: causeLines(active) },
    { name: 'Why grave', lines: isOver(asked) ? [] : [text(severityWhy, asked)] },
    { name: 'Taken by', lines: taken === null ? [] : [taken] },
  ];
  return facts.filter(({ lines }) => lines.length > 0);
};

/** `Fri 27 Nov, 05:02`: a mail is read on another day, too. */
const dayAndTime = (atMs: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(atMs);

const minuteMs = 60_000;
/** Whole minutes: what is told is minutes old when it is read. */
const minutes = (ms: number): string => {
  const count = Math.max(1, Math.floor(ms / minuteMs));
  return count < 60 ? countOf(count, 'minute') : formatDuration(count * minuteMs);
};

const again = (times: number, againOf: number | null): string =>
  againOf === null ? '' : `; number ${times} about the same within 7 days, the last was ${incidentName(againOf)}`;

const neededWords = (neededMs: number, nowMs: number, timeZone: string): string => {
  const at = dayAndTime(neededMs, timeZone);
  return neededMs > nowMs
    ? `${at}, in ${minutes(neededMs - nowMs)}`
    : `${at}, which was ${minutes(nowMs - neededMs)} ago`;
};

const listed = (names: readonly string[], noun: string): string[] => {
  const more = names.length - mostListed;
  const shown = names.slice(0, mostListed);
  return more <= 0 ? shown : [`${countOf(names.length, noun)}:`, ...shown, `and ${more} more`];
};

const whatLines = (active: readonly Alert[], asked: TellingAsked): string[] => {
  const [only, ...others] = active;
  // The first line of the message says that already.
  if (
    only !== undefined &&
    others.length === 0 &&
    only.count === 1 &&
    named(only.subject.name, text(only.trouble.sentence, asked)) === headWords(asked)
  )
    return [];
  const inOrder = active.toSorted((a, b) => a.trouble.sinceMs - b.trouble.sinceMs);
  const lines = inOrder.slice(0, mostTold).map((alert) => {
    const { subject, trouble, what, count, notJudgedSinceMs } = alert;
    const runs = count > 1 ? ` (${count} runs)` : '';
    const judged = notJudgedSinceMs === null ? '' : ' It cannot be judged now.';
    const said = named(subject.name, text(trouble.sentence, asked));
    const words = said.includes(subject.name) ? said : `${subject.name} ${troubleWords[what]}. ${said}`;
    return `${words}${runs}${judged}`;
  });
  return active.length > mostTold ? [...lines, `and ${active.length - mostTold} more`] : lines;
};

/** What most of it names as its cause: seen, not proven. */
const causeLines = (active: readonly Alert[]): string[] => {
  const keys = active.flatMap(({ trouble }) => [...new Set(trouble.causes.map(({ key }) => key))]);
  const [most] = [...Map.groupBy(keys, (key) => key)].toSorted(([, a], [, b]) => b.length - a.length);
  return most === undefined ? [] : [`${most[0]}: ${most[1].length} of ${active.length} name it (seen, not proven)`];
};

const mostSteps = 3;
const stepsOf = (alerts: readonly Alert[]): string[] => [
  ...new Set(
    alerts
      .filter(isActive)
      .slice(0, mostSteps)
      .map(({ what }) => firstSteps[what]),
  ),
];

const linksOf = ({ incident, alerts, publicUrl }: TellingAsked): { readonly words: string; readonly url: string }[] => {
  if (publicUrl === undefined) return [];
  const runId = alerts.filter(isActive).find(({ trouble }) => trouble.runId !== null)?.trouble.runId ?? null;
  return [
    { words: `Open ${incidentName(incident.no)}`, url: `${publicUrl}/incidents/${incident.no}` },
    ...(runId === null ? [] : [{ words: 'Open the run', url: `${publicUrl}/runs/${encodeURIComponent(runId)}` }]),
  ];
};
