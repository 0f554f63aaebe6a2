import { randomUUID } from 'node:crypto';
import { rightsOfRole, type Role } from '@sightglass/model';
import type { StateStore } from '../../storage/state/state-store.ts';
import type { Person, TokenHolder } from '../principal.ts';
import { digestOf, looksLikeToken, newToken } from '../secret-token.ts';
import type { SharedRun } from '../shared-run.ts';
import { type ActingLimits, personActs } from './person-acts.ts';
import { ownedByTeamsOf } from './teams.ts';

export interface ShareLinkRow extends SharedRun {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastOpenedAt: Date | null;
}

const run = 'namespace, pipeline, run_id AS "runId"';
const columns = `share_links.id, ${run}, person_id AS "personId", people.name AS "personName", share_links.created_at AS "createdAt",
  expires_at AS "expiresAt", last_opened_at AS "lastOpenedAt"`;
const works = `revoked_at IS NULL AND expires_at > now() AND ${personActs}`;
const openedEverySeconds = 60;

/** Links that show one run to whoever has them. They work while the person who made them may share, and show what that person sees of the run. */
export const shareLinksIn = (state: Pick<StateStore, 'query'>, { withoutProviderMs }: ActingLimits) => ({
  /** The token of the link is given out once, here; what is stored is its digest. */
  async create(of: SharedRun, personId: string, expiresAt: Date): Promise<{ id: string; token: string }> {
    const token = newToken('share');
    const id = randomUUID();
    await state.query(
      `INSERT INTO share_links (id, digest, namespace, pipeline, run_id, person_id, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, digestOf(token), of.namespace, of.pipeline, of.runId, personId, expiresAt],
    );
    return { id, token };
  },

  /** What it shows; undefined when it is unknown, revoked or expired. */
  async holder(token: string): Promise<TokenHolder | undefined> {
    if (!looksLikeToken(token)) return undefined;
    const [row] = await state.query<SharedRun & { id: string; role: Role; teams: Person['teams']; isOld: boolean }>(
      `SELECT share_links.id, ${run}, role, ${ownedByTeamsOf('share_links.person_id')} AS teams,
         (last_opened_at IS NULL OR last_opened_at < now() - ${openedEverySeconds} * interval '1 second') AS "isOld"
       FROM share_links JOIN people ON people.id = person_id WHERE digest = $1 AND ${works}`,
      [digestOf(token), withoutProviderMs],
    );
    if (row === undefined || !rightsOfRole[row.role].has('runs:share')) return undefined;
    const { id, isOld, namespace, pipeline, runId, role, teams } = row;
    if (isOld) await state.query('UPDATE share_links SET last_opened_at = now() WHERE id = $1', [id]);
    const rights = new Set(['telemetry:read'] as const);
    return {
      kind: 'token',
      id,
      name: `link to run ${runId}`,
      personId: null,
      rights,
      of: { role, teams },
      only: { namespace, pipeline, runId },
    };
  },

  /** When the link ends. */
  async expiresAt(id: string): Promise<Date | undefined> {
    const [row] = await state.query<{ expiresAt: Date }>(
      'SELECT expires_at AS "expiresAt" FROM share_links WHERE id = $1',
      [id],
    );
    return row?.expiresAt;
  },

  list: (personId?: string): Promise<ShareLinkRow[]> =>
    state.query(
      `SELECT ${columns} FROM share_links JOIN people ON people.id = person_id
       WHERE ${works} AND ($1::text IS NULL OR person_id = $1) ORDER BY share_links.created_at DESC LIMIT 1000`,
      [personId ?? null, withoutProviderMs],
    ),

  /** The run it showed; undefined when there was none to revoke. Of one person only, when one is given. */
  async revoke(id: string, personId?: string): Promise<SharedRun | undefined> {
    const [revoked] = await state.query<SharedRun>(
      `UPDATE share_links SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL AND ($2::text IS NULL OR person_id = $2) RETURNING ${run}`,
      [id, personId ?? null],
    );
    return revoked;
  },
});
export type ShareLinks = ReturnType<typeof shareLinksIn>;
