import { type Alert, isActive } from '../alerting/alert.ts';
import type { Incident } from '../alerting/incidents/incident.ts';
import type { Harm } from '../alerting/look.ts';

/** What a message answers first: whether the data of today can be used. */
export interface UsableWord {
  readonly word: string;
  /** How it is marked: `good` is over, `bad` is not to be used, `warn` needs a look, `unknown` could not be judged. */
  readonly tone: 'good' | 'bad' | 'warn' | 'unknown';
}

/** The worst first: what is wrong and in use does more harm than what is not there. */
const words: readonly (readonly [Harm, UsableWord])[] = [
  ['wrong-data', { word: 'Do not use', tone: 'bad' }],
  ['no-data', { word: 'Not usable', tone: 'bad' }],
  ['doubt', { word: 'Check before use', tone: 'warn' }],
  ['blind', { word: 'Not known', tone: 'unknown' }],
  ['down', { word: 'At risk', tone: 'warn' }],
  ['threat', { word: 'Usable for now', tone: 'warn' }],
];

const notKnown: UsableWord = { word: 'Not known', tone: 'unknown' };

/** Whether the data can be used, by what is in trouble now; that nothing is, is an end only where that was judged. Pure. */
export const usableOf = (
  { state, endedAtMs }: Pick<Incident, 'state' | 'endedAtMs'>,
  alerts: readonly Alert[],
): UsableWord => {
  const active = alerts.filter(isActive);
  if (active.some(({ notJudgedSinceMs }) => notJudgedSinceMs !== null)) return notKnown;
  const worst = words.find(([harm]) => active.some(({ trouble }) => trouble.harm === harm));
  if (worst !== undefined) return worst[1];
  if (state !== 'resolved' || endedAtMs === null || alerts.some(({ reason }) => reason === ruleGone)) return notKnown;
  const hadData = alerts.some(({ trouble }) => dataHarms.has(trouble.harm));
  return { word: hadData ? 'Usable again' : 'Over', tone: 'good' };
};

const ruleGone = 'its rule is gone';
const dataHarms: ReadonlySet<Harm> = new Set(['wrong-data', 'no-data', 'doubt']);
