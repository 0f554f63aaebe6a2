import { type Alert, isActive } from '../alerting/alert.ts';
import type { Incident, Notification } from '../alerting/incidents/incident.ts';
import { incidentName } from '../alerting/incidents/incident-words.ts';
import { troubleWords } from '../alerting/trouble-words.ts';
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

const text = (sentence: Sentence, { nowMs, timeZone, errors }: TellingAsked): string =>
  sentenceText(sentence, { nowMs, timeZone, isReasonShown: errors === 'class' });

const headWords = (asked: TellingAsked): string => {
  const { incident, nowMs, timeZone } = asked;
  const { firstBadAtMs, endedAtMs, resolvedBy, title } = incident;
  if (!isOver(asked)) return text(incident.sentence, asked);
  const began = atTimeWords(firstBadAtMs, { nowMs, timeZone });
  if (endedAtMs === null) return `${title}. ${resolvedBy ?? 'Somebody'} closed it, and it is still in trouble.`;
  const lasted = formatDuration(endedAtMs - firstBadAtMs);
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
  const late = nowMs - atMs > lateMs ? ` Sent ${formatDuration(nowMs - atMs)} late.` : '';
  return `${kindWords[kind]}, as ${reason}. ${incidentName(incident.no)}, ${incident.severity}.${late}`;
};

const factsOf = (asked: TellingAsked): { readonly name: string; readonly lines: readonly string[] }[] => {
  const { incident, alerts, nowMs, timeZone } = asked;
  const { firstBadAtMs, pipelines, severityWhy, times, againOf, owner, acknowledgedBy } = incident;
  const active = alerts.filter(isActive);
  const needed = active.flatMap(({ trouble }) => trouble.neededAtMs ?? []);
  const neededMs = Math.min(...needed);
  const taken = owner ?? acknowledgedBy;
  const facts = [
    { name: 'Since', lines: [`${capital(atTimeWords(firstBadAtMs, { nowMs, timeZone }))}${again(times, againOf)}`] },
    { name: 'Needed', lines: needed.length === 0 ? [] : [neededWords(neededMs, nowMs, timeZone)] },
    { name: 'Affects', lines: listed(pipelines, 'pipeline') },
    { name: 'What', lines: whatLines(active, asked) },
    { name: 'Probably', lines: causeLines(active) },
    { name: 'Why grave', lines: isOver(asked) ? [] : [text(severityWhy, asked)] },
    { name: 'Taken by', lines: taken === null ? [] : [taken] },
  ];
  return facts.filter(({ lines }) => lines.length > 0);
};

const capital = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

const again = (times: number, againOf: number | null): string =>
  againOf === null ? '' : `; number ${times} about the same within 7 days, the last was ${incidentName(againOf)}`;

const neededWords = (neededMs: number, nowMs: number, timeZone: string): string => {
  const at = atTimeWords(neededMs, { nowMs, timeZone });
  return neededMs > nowMs
    ? `${capital(at)}, in ${formatDuration(neededMs - nowMs)}`
    : `${capital(at)}, which was ${formatDuration(nowMs - neededMs)} ago`;
};

const listed = (names: readonly string[], noun: string): string[] => {
  const more = names.length - mostListed;
  const shown = names.slice(0, mostListed);
  return more <= 0 ? shown : [`${countOf(names.length, noun)}:`, ...shown, `and ${more} more`];
};

const whatLines = (active: readonly Alert[], asked: TellingAsked): string[] => {
  const inOrder = active.toSorted((a, b) => a.trouble.sinceMs - b.trouble.sinceMs);
  const lines = inOrder.slice(0, mostListed).map((alert) => {
    const { subject, trouble, what, count, notJudgedSinceMs } = alert;
    const runs = count > 1 ? ` (${count} runs)` : '';
    const judged = notJudgedSinceMs === null ? '' : ' It cannot be judged now.';
    const said = text(trouble.sentence, asked);
    const named = said.includes(subject.name) ? said : `${subject.name} ${troubleWords[what]}. ${said}`;
    return `${named}${runs}${judged}`;
  });
  return active.length > mostListed ? [...lines, `and ${active.length - mostListed} more`] : lines;
};

/** What most of it names as its cause: seen, not proven. */
const causeLines = (active: readonly Alert[]): string[] => {
  const keys = active.flatMap(({ trouble }) => [...new Set(trouble.causes.map(({ key }) => key))]);
  const [most] = [...Map.groupBy(keys, (key) => key)].toSorted(([, a], [, b]) => b.length - a.length);
  return most === undefined ? [] : [`because of ${most[0]}: ${most[1].length} of ${active.length} name it`];
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
