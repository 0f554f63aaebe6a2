import type { Look, Need } from '@sightglass/model/alerting';
import type { WatchedPipeline } from '../../../room.ts';

/**
 * Looks of databases and APIs, with the pipelines that use them: whoever runs next waits for what is down. `usersOf` gives those that are
 * known of a system beside those its look names, as `namespace/name`. Pure.
 */
export const withNeeds = (
  looks: readonly Look[],
  usersOf: (look: Look) => readonly string[],
  pipelines: readonly WatchedPipeline[],
): readonly Look[] => {
  const byName = new Map(pipelines.map((one) => [`${one.namespace}/${one.name}`, one]));
  return looks.map((look) => {
    if (look.subject.kind !== 'database' && look.subject.kind !== 'api') return look;
    const usedBy = [...new Set([...look.usedBy, ...usersOf(look)])].toSorted();
    const needs = needsOf(usedBy.flatMap((name) => byName.get(name) ?? []));
    const findings = look.findings.map((finding) => (finding.is === 'bad' ? { ...finding, needs } : finding));
    return { ...look, findings };
  });
};

/** The earliest of all and the earliest critical one. */
const needsOf = (users: readonly WatchedPipeline[]): Need[] => {
  const needs = users.flatMap(({ namespace, name, criticality, dueAtMs }) =>
    dueAtMs === null ? [] : [{ pipeline: `${namespace}/${name}`, criticality, atMs: dueAtMs }],
  );
  const inOrder = needs.toSorted((a, b) => a.atMs - b.atMs || (a.pipeline < b.pipeline ? -1 : 1));
  const critical = inOrder.find(({ criticality }) => criticality?.toLowerCase() === 'critical');
  return [...new Set([...(critical === undefined ? [] : [critical]), ...inOrder.slice(0, 1)])];
};
