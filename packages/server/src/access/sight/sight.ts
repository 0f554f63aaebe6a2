/** What a team owns of all telemetry; each a list of exact names, or globs with `*` and `?`. */
export interface OwnedByTeam {
  /** Of pipelines. */
  readonly namespaces: readonly string[];
  /** Of pipelines, as telemetry or the configuration declares them. */
  readonly owners: readonly string[];
  /** `service.name`: what these send that is of no pipeline. */
  readonly services: readonly string[];
  /** Databases and APIs. */
  readonly systems: readonly string[];
}

/** A team somebody is in. */
export interface NamedTeam extends OwnedByTeam {
  readonly name: string;
}

/** What somebody may see: everything, or what their teams own; of no team, nothing. */
export type Sight = 'all' | OwnedByTeam;

/** What several teams own together; the same for the same teams in any order. Pure. */
export const ownedTogether = (teams: readonly OwnedByTeam[]): OwnedByTeam => {
  const all = (key: keyof OwnedByTeam): string[] => [...new Set(teams.flatMap((team) => team[key]))].toSorted();
  return { namespaces: all('namespaces'), owners: all('owners'), services: all('services'), systems: all('systems') };
};

/** Whether somebody sees nothing at all, whatever is sent. Pure. */
export const seesNothing = (sight: Sight): boolean =>
  sight !== 'all' && Object.values(ownedTogether([sight])).every((patterns) => (patterns as string[]).length === 0);
