import { countOf } from '../../words/count.ts';
import type { Shown } from '../../verdict/shown.ts';
import { type Sentence, sentenceOf, timeIn } from '../../words/sentence.ts';
import { type Incident, type Severity, severities } from './incident.ts';

/** What an incident is shown as. `seen`: somebody has acknowledged it. `closed`: by hand, and the trouble goes on. */
export const shownIncidents = ['open', 'seen', 'closed', 'resolved', 'merged'] as const;
export type ShownIncident = (typeof shownIncidents)[number];

type Stands = Pick<Incident, 'state' | 'severity' | 'acknowledgedAtMs' | 'endedAtMs'>;

export const shownIncident = ({ state, severity, acknowledgedAtMs, endedAtMs }: Stands): Shown<ShownIncident> => {
  if (state === 'merged') return { id: 'merged', word: 'Part of another', tone: 'aside' };
  if (state === 'resolved')
    return endedAtMs === null
      ? { id: 'closed', word: 'Closed by hand, still in trouble', tone: 'warn' }
      : { id: 'resolved', word: 'Resolved', tone: 'fluid' };
  const tone = severity === 'P1' ? 'bad' : 'warn';
  return acknowledgedAtMs === null ? { id: 'open', word: 'Open', tone } : { id: 'seen', word: 'Seen', tone };
};

/** `INC-12` */
export const incidentName = (no: number): string => `INC-${no}`;

/** What is open, for a sentence about all of it. */
export interface OpenIncidents {
  /** The gravest first. */
  readonly titles: readonly string[];
  readonly unseen: number;
  /** Open ones that are not shown, as they concern other teams too. */
  readonly shared: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** When the last one ended; null where none ever did. */
  readonly lastEndedAt: string | null;
  /** That it is not known what is open, and since when, null where that is not known either; null while it is known. */
  readonly notJudged: { readonly since: string | null } | null;
}

const mostNamed = 2;

/** `3 incidents are open, 1 of them P1: orders failed at load, warehouse is down, and one more.`, `Nothing is open. The last incident ended 3 days ago.`, `Nothing is open that is of your teams alone. One that is open concerns other teams too: admins see it.` */
export const incidentsSentence = (about: OpenIncidents): Sentence => {
  const { notJudged, titles, shared } = about;
  if (notJudged === null) return sentenceOf(openSentence(about), sharedWords(about));
  const { since } = notJudged;
  const head = since === null ? ['Nothing is judged now'] : ['Nothing has been judged since ', timeIn(since, 'time')];
  return titles.length === 0 && shared === 0
    ? sentenceOf(head, ', so it is not known whether anything is open.')
    : sentenceOf(head, ', so what is open may be other than this. ', openSentence(about), sharedWords(about));
};

const sharedWords = ({ titles, shared }: OpenIncidents): string => {
  if (shared === 0) return '';
  const which = titles.length === 0 ? 'that is open' : 'more';
  return shared === 1
    ? ` One ${which} concerns other teams too: admins see it.`
    : ` ${shared} ${which.replace('is', 'are')} concern other teams too: admins see them.`;
};

const openSentence = ({ titles, unseen, shared, bySeverity, lastEndedAt }: OpenIncidents): Sentence => {
  if (titles.length === 0 && shared > 0) return ['Nothing is open that is of your teams alone.'];
  if (titles.length === 0)
    return lastEndedAt === null
      ? ['Nothing is open, and no incident has ended yet.']
      : sentenceOf('Nothing is open. The last incident ended ', timeIn(lastEndedAt, 'ago'), '.');
  const count = titles.length;
  const named = titles.slice(0, mostNamed).join(', ');
  const more = count - mostNamed;
  const others = more <= 0 ? '' : more === 1 ? ', and one more' : `, and ${more} more`;
  const grave = severities.find((severity) => bySeverity[severity] > 0) ?? 'P3';
  const seen = unseen === 0 ? ' Somebody has seen each of them.' : '';
  const graveCount = bySeverity[grave];
  const ofThem = graveCount === count ? `all ${grave}` : `${graveCount} of them ${grave}`;
  const head = count === 1 ? `One incident is open, ${grave}` : `${countOf(count, 'incident')} are open, ${ofThem}`;
  return [`${head}: ${named}${others}.${count === 1 ? seen.replace('each of them', 'it') : seen}`];
};
