import type { Incident, Subject } from '@sightglass/model/alerting';
import { isVisiblePipeline, isVisibleSystem, type VisiblePart } from '../../storage/telemetry/visible/visible-part.ts';

/** Whether all of an incident is of the part: its sentences name any of it. Pure. */
export const seesIncident =
  (part: VisiblePart) =>
  ({ root, pipelines }: Pick<Incident, 'root' | 'pipelines'>): boolean =>
    isSeenSubject(part, root, pipelines);

/** A database or an API counts by its name, an inferred cause by its pipelines. Pure. */
export const isSeenSubject = (
  part: VisiblePart,
  { kind, namespace, name }: Subject,
  pipelines: readonly string[],
): boolean => {
  if (!pipelines.every((one) => isSeenPath(part, one))) return false;
  if (kind === 'pipeline') return isVisiblePipeline(part, { namespace, name });
  if (kind === 'inferred') return pipelines.length > 0;
  return kind !== 'sightglass' && isVisibleSystem(part, name);
};

/** `namespace/name`: either may hold a slash. */
export const isSeenPath = (part: VisiblePart, path: string): boolean => {
  const splits = Array.from(path.matchAll(/\//gu), ({ index }) => index);
  return (
    splits.length > 0 &&
    splits.every((at) => isVisiblePipeline(part, { namespace: path.slice(0, at), name: path.slice(at + 1) }))
  );
};
