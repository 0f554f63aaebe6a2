import { createdShareLink, newShareLink, sharedRun, type ShareLink, shareLinkList } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SharedRun } from '../../access/shared-run.ts';
import type { ShareLinkRow, ShareLinks } from '../../access/store/share-links.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import { NotYoursError, ownerIn, ownerUnless, personOf, whose } from './owner.ts';

const params = z.object({ id: z.string().min(1).max(100) });
const dayMs = 86_400_000;
const config = { need: 'signed-in' } as const;

/** Links that show one run: own ones, and for admins those of everybody. */
export const shareLinkRoutes =
  ({ shareLinks }: { readonly shareLinks: ShareLinks }): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.get(
      '/share-links',
      {
        config,
        schema: {
          summary: 'Links to runs that work, newest first',
          querystring: whose,
          response: { 200: shareLinkList },
        },
      },
      async (request) => {
        const owner = ownerIn(request, request.query.of, 'tokens:manage');
        return { items: (await shareLinks.list(owner)).map(shownLink) };
      },
    );

    app.post(
      '/share-links',
      {
        config: { need: 'runs:share' },
        schema: {
          summary: 'Creates a link that shows one run to whoever has it; it is shown this once',
          body: newShareLink,
          response: { 201: createdShareLink },
        },
      },
      async (request, reply) => {
        const { expiresInDays, ...run } = request.body;
        const { id: personId } = personOf(request);
        const expiresAt = new Date(Date.now() + expiresInDays * dayMs);
        const { id, token } = await request.together(async () => {
          const made = await shareLinks.create(run, personId, expiresAt);
          await request.record({
            action: 'share-link.created',
            target: nameOf(run),
            after: { id: made.id, expiresAt },
          });
          return made;
        });
        return reply.code(201).send({ id, path: `/shared#${token}`, expiresAt: expiresAt.toISOString() });
      },
    );

    app.delete(
      '/share-links/:id',
      {
        config,
        schema: {
          summary: 'Revokes a link: from now on it shows nothing',
          params,
          response: { 204: z.null().describe('No content') },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        await request.together(async () => {
          const run = await shareLinks.revoke(id, ownerUnless(request, 'tokens:manage'));
          if (run === undefined) throw new NotYoursError('link', id);
          await request.record({ action: 'share-link.revoked', target: nameOf(run), before: { id } });
        });
        return reply.code(204).send(null);
      },
    );

    done();
  };

/** What the link that is sent as a token is for. */
export const ownShareLinkRoutes =
  ({ shareLinks }: { readonly shareLinks: Pick<ShareLinks, 'expiresAt'> }): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/share-links/own',
      {
        config: { need: 'telemetry:read' },
        schema: { summary: 'The run of the link that is sent as a token', response: { 200: sharedRun } },
      },
      async ({ principal }) => {
        const only = principal?.kind === 'token' ? principal.only : undefined;
        const expiresAt = principal?.kind === 'token' ? await shareLinks.expiresAt(principal.id) : undefined;
        if (only === undefined || expiresAt === undefined) throw new NotYoursError('link', 'own');
        return { ...only, expiresAt: expiresAt.toISOString() };
      },
    );
    done();
  };

const nameOf = ({ namespace, pipeline, runId }: SharedRun): string => `${namespace}/${pipeline} ${runId}`;

const shownLink = ({
  id,
  namespace,
  pipeline,
  runId,
  personName,
  createdAt,
  expiresAt,
  lastOpenedAt,
}: ShareLinkRow): ShareLink => ({
  id,
  namespace,
  pipeline,
  runId,
  personName,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  lastOpenedAt: lastOpenedAt?.toISOString() ?? null,
});
