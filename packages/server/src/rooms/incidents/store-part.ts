import type { Occurrences } from './occurrences/store-occurrences.ts';
import type { Alert, Incident } from '@sightglass/model/alerting';
import { isVisiblePipeline, type VisiblePart } from '../../storage/telemetry/visible/visible-part.ts';
import { isSeenPath, isSeenSubject, seesIncident } from './facts-seen-by-part.ts';
import type { EndedIncident, Incidents, ListedIncident } from './store.ts';

/** Read at once: of many that others see, few may be of the part. */
const portion = 500;

/** Incidents that are open for somebody. */
export interface OpenForReader {
  readonly shown: readonly Incident[];
  /** How many more concern something of theirs, and something of others too. */
  readonly shared: number;
}

/** Incidents and alerts that somebody may see. */
export interface SeenIncidents extends Omit<Incidents, 'open'> {
  readonly open: () => Promise<OpenForReader>;
}

/**
 * Incidents and alerts whose subjects are all of a part: sentences name any of them, so one that concerns somebody else too is not shown. One
 * without a pipeline is so by its database or API.
 */
export const incidentsOfPart = (incidents: Incidents, part: VisiblePart | undefined): SeenIncidents => {
  if (part === undefined) return { ...incidents, open: async () => ({ shown: await incidents.open(), shared: 0 }) };
  const [isSeen, isSeenAlert] = [seesIncident(part), seesAlert(part)];
  const open = async (): Promise<OpenForReader> => {
    const all = await incidents.open();
    return {
      shown: all.filter(isSeen),
      shared: all.filter((one) => !isSeen(one) && concerns(part, one)).length,
    };
  };
  const find = async (no: number) => {
    const found = await incidents.find(no);
    return found !== undefined && isSeen(found) ? found : undefined;
  };
  const list: Incidents['list'] = async (filter) => {
    const seen: ListedIncident[] = [];
    const limit = Math.max(filter.limit, portion);
    for (let after = filter.after; ;) {
      const page = await incidents.list({ ...filter, limit, after });
      seen.push(...page.filter(({ incident }) => isSeen(incident)));
      const last = page.at(-1);
      if (last === undefined || page.length <= limit || seen.length > filter.limit)
        return seen.slice(0, filter.limit + 1);
      after = { rank: last.rank, no: last.incident.no };
    }
  };
  const lastEnded = createLastEnded(incidents, isSeen);
  return {
    list,
    open,
    find,
    endedSince: async (at) => (await incidents.endedSince(at)).filter(isSeen),
    async times() {
      const { decidedAt } = await incidents.times();
      return { decidedAt, lastEndedAt: await lastEnded() };
    },
    timeline: async (no) => ((await find(no)) === undefined ? [] : incidents.timeline(no)),
    alertsOf: async (no) => (await incidents.alertsOf(no)).filter(isSeenAlert),
    async openAlerts(limit) {
      const { alerts } = await incidents.openAlerts(100_000);
      const seen = alerts.filter(isSeenAlert);
      return { alerts: seen.slice(0, limit), total: seen.length };
    },
  };
};

/** When the last that is seen ended. Each time only those are looked at that have ended since the time before. */
const createLastEnded = (
  { endedSince }: Pick<Incidents, 'endedSince'>,
  isSeen: (ended: EndedIncident) => boolean,
): (() => Promise<Date | null>) => {
  let lookedUntil = new Date(0);
  let last: Date | null = null;
  return async () => {
    for (const ended of await endedSince(lookedUntil)) {
      const { endedAt } = ended;
      if (endedAt > lookedUntil) lookedUntil = endedAt;
      if (isSeen(ended) && (last === null || endedAt > last)) last = endedAt;
    }
    return last;
  };
};

/** Due times of the pipelines of a part; of others none. */
export const occurrencesOfPart = (
  { list }: Pick<Occurrences, 'list'>,
  part: VisiblePart | undefined,
): Pick<Occurrences, 'list'> => ({
  list: async (namespace, name, limit) =>
    part === undefined || isVisiblePipeline(part, { namespace, name }) ? list(namespace, name, limit) : [],
});

/** Whether any of it is of the part. While Sightglass itself cannot look, that is of everybody. */
const concerns = (part: VisiblePart, { root, pipelines }: Incident): boolean =>
  root.kind === 'sightglass' || pipelines.some((one) => isSeenPath(part, one)) || isSeenSubject(part, root, []);

const seesAlert =
  (part: VisiblePart) =>
  ({ subject, usedBy }: Alert): boolean =>
    isSeenSubject(part, subject, usedBy);
