import type { AccessEntry } from '@sightglass/model/rest';
import type { StoredAccessEntry } from '../../access/store/access-log.ts';

export const shownEntry = ({
  at,
  before,
  after,
  actorKind,
  actorId,
  actorName,
  action,
  target,
  address,
}: StoredAccessEntry): AccessEntry => ({
  actorKind,
  actorId,
  actorName,
  action,
  target,
  address,
  at: at.toISOString(),
  before: (before as Record<string, unknown> | null) ?? null,
  after: (after as Record<string, unknown> | null) ?? null,
});
