import type { Right } from '@sightglass/model';
import { type AccessToken, createdToken, newTokenRequest, tokenList } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { rightsOf } from '../../access/decide.ts';
import { refuseWithout } from '../../access/gate.ts';
import type { Person, SendScope, TokenHolder } from '../../access/principal.ts';
import type { TokenRow, Tokens } from '../../access/store/tokens.ts';
import { RequestError } from '../../http/errors.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import { holderOf, NotYoursError, ownerIdOf, ownerIn, ownerUnless, whose } from './owner.ts';

export interface TokenParts {
  readonly tokens: Tokens;
}

const params = z.object({ id: z.string().min(1).max(100) });
const gone = { 204: z.null().describe('No content') };
const dayMs = 86_400_000;
const config = { need: 'tokens:own' } as const;

/** Own tokens; those of everybody for admins. */
export const tokenRoutes =
  ({ tokens }: TokenParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.get(
      '/tokens',
      {
        config,
        schema: { summary: 'Tokens that work, newest first', querystring: whose, response: { 200: tokenList } },
      },
      async (request) => {
        const owner = ownerIn(request, request.query.of, 'tokens:manage');
        return { items: (await tokens.list(owner)).map(shownToken) };
      },
    );

    app.post(
      '/tokens',
      {
        config,
        schema: {
          summary: 'Creates a token, which is shown this once',
          body: newTokenRequest,
          response: { 201: createdToken },
        },
      },
      async (request, reply) => {
        const { kind, name, expiresInDays } = request.body;
        const rights = rightsFor(holderOf(request), request.body);
        const scope = scopeFor(request.body);
        const expiresAt = expiresInDays === null ? null : new Date(Date.now() + expiresInDays * dayMs);
        const personId = kind === 'api' ? ownerIdOf(request) : null;
        const created = await request.together(async () => {
          const made = await tokens.create({ kind, name, personId, rights, expiresAt, ...scope });
          const after = { id: made.id, kind, rights, expiresAt, ...scope };
          await request.record({ action: 'token.created', target: name, after });
          return made;
        });
        return reply.code(201).send(created);
      },
    );

    app.delete(
      '/tokens/:id',
      {
        config,
        schema: { summary: 'Revokes a token: from now on it does not work', params, response: gone },
      },
      async (request, reply) => {
        const { id } = request.params;
        await request.together(async () => {
          const name = await tokens.revoke(id, ownerUnless(request, 'tokens:manage'));
          if (name === undefined) throw new NotYoursError('token', id);
          await request.record({ action: 'token.revoked', target: name, before: { id } });
        });
        return reply.code(204).send(null);
      },
    );
    done();
  };

/** Raises RequestError 400 for a token that sends nothing anyway: it would be taken for a limit of what it reads. */
const scopeFor = ({ kind, signals, namespaces }: z.infer<typeof newTokenRequest>): Partial<SendScope> => {
  if (signals === null && namespaces === null) return {};
  if (kind === 'ingest') return { signals, namespaces };
  const message = 'Only a token of kind "ingest" is limited to signals and namespaces.';
  throw new RequestError('BODY_INVALID', 400, message, [
    { path: signals === null ? 'namespaces' : 'signals', message },
  ]);
};

/** Raises AccessRefusedError: nobody gives what they do not have, and an ingest token only admins give. */
const rightsFor = (
  principal: Person | TokenHolder,
  { kind, rights }: z.infer<typeof newTokenRequest>,
): readonly Right[] => {
  if (kind === 'ingest') {
    refuseWithout('tokens:manage', { principal });
    return ['telemetry:write'];
  }
  for (const right of rights ?? []) refuseWithout(right, { principal });
  return rights ?? [...rightsOf(principal)].filter((right) => right !== 'tokens:own');
};

const shownToken = ({
  createdAt,
  expiresAt,
  lastUsedAt,
  rights,
  signals,
  namespaces,
  ...row
}: TokenRow): AccessToken => ({
  ...row,
  signals: signals === null ? null : [...signals],
  namespaces: namespaces === null ? null : [...namespaces],
  rights: [...rights],
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});
