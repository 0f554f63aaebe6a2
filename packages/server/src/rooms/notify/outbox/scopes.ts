import type { Incident } from '@sightglass/model/alerting';
import type { VisiblePart } from '../../../storage/telemetry/visible/visible-part.ts';
import type { OwnPatterns } from '../../../storage/telemetry/visible/facts-part.ts';
import { isSeenPath, seesIncident } from '../../incidents/facts-seen-by-part.ts';
import type { MailChannel, MailRecipient } from '../config.ts';

/** Why an incident is nothing for a recipient; undefined where it is. `not-known`: what they may see cannot be read now, so they wait. */
export type Scope = ((incident: Pick<Incident, 'root' | 'pipelines'>) => string | undefined) | 'not-known';

export interface ScopeParts {
  /** What a team owns; undefined: there is no such team. */
  readonly ownedBy: (team: string) => Promise<OwnPatterns | undefined>;
  readonly findPart: (patterns: OwnPatterns) => Promise<VisiblePart>;
}

export const scopeKey = (channel: string, target: string): string => JSON.stringify([channel, target]);

/** Of each recipient that is told of some incidents alone, which. Never raises: all others are told meanwhile. */
export const readScopes = async (
  channels: readonly MailChannel[],
  parts: ScopeParts,
): Promise<ReadonlyMap<string, Scope>> => {
  const limited = channels.flatMap(({ name, to }) =>
    to.filter(({ team, owners }) => team !== undefined || owners !== undefined).map((one) => ({ name, one })),
  );
  const scopes = await Promise.all(
    limited.map(
      async ({ name, one }) =>
        [scopeKey(name, one.address), await scopeOf(one, parts).catch(() => 'not-known' as const)] as const,
    ),
  );
  return new Map(scopes);
};

const scopeOf = async ({ team, owners }: MailRecipient, { ownedBy, findPart }: ScopeParts): Promise<Scope> => {
  const owned = team === undefined ? undefined : await ownedBy(team);
  const teamPart = owned === undefined ? undefined : await findPart(owned);
  const ownersPart =
    owners === undefined ? undefined : await findPart({ owners, namespaces: [], services: [], systems: [] });
  return (incident) => {
    if (team !== undefined && teamPart === undefined) return `there is no team "${team}"`;
    if (teamPart !== undefined && !seesIncident(teamPart)(incident)) return `the team "${team}" does not see all of it`;
    if (ownersPart !== undefined && !concerns(ownersPart, incident)) return 'no pipeline in it is of these owners';
    return undefined;
  };
};

const concerns = (part: VisiblePart, { root, pipelines }: Pick<Incident, 'root' | 'pipelines'>): boolean =>
  [...pipelines, ...(root.kind === 'pipeline' ? [`${root.namespace}/${root.name}`] : [])].some((path) =>
    isSeenPath(part, path),
  );
