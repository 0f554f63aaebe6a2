import type { Act, Decision, Refusal } from '@sightglass/model/alerting';
import {
  incident,
  incidentAct,
  incidentClosing,
  incidentHandOver,
  type IncidentItem,
  incidentNote,
  incidentSeverity,
} from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { invalidParameter } from '../../http/errors.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import { actorOf } from './actor.ts';
import { incidentChanged, incidentClosed, noSuchIncident } from './no-such-incident.ts';
import { incidentNo } from './routes.ts';
import { incidentItem } from './shown-incident.ts';
import type { Incidents } from './store.ts';
import type { StoredWorld } from './world.ts';

interface ActRoute<Body extends { readonly by?: string | undefined }> {
  readonly path: string;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly act: (body: Body) => Act;
}

const acts = <Body extends { readonly by?: string | undefined }>(route: ActRoute<Body>): ActRoute<Body> => route;

const routes = [
  acts({
    path: 'ack',
    summary: 'Acknowledges an incident: somebody has seen it, and nobody is reminded any more',
    body: incidentAct,
    act: () => ({ kind: 'acknowledge' }),
  }),
  acts({ path: 'take', summary: 'Takes care of an incident', body: incidentAct, act: () => ({ kind: 'take' }) }),
  acts({
    path: 'handover',
    summary: 'Hands an incident over to somebody',
    body: incidentHandOver,
    act: ({ to }) => ({ kind: 'hand-over', to }),
  }),
  acts({
    path: 'notes',
    summary: 'Adds a note to the timeline of an incident, also of one that is over',
    body: incidentNote,
    act: ({ text }) => ({ kind: 'note', text }),
  }),
  acts({
    path: 'severity',
    summary: 'Sets how grave an incident is; from then on only people change it',
    body: incidentSeverity,
    act: ({ severity, why }) => ({ kind: 'severity', severity, why }),
  }),
  acts({
    path: 'resolve',
    summary: 'Closes an incident by hand',
    body: incidentClosing,
    act: ({ why }) => ({ kind: 'resolve', why }),
  }),
] as const;

const ifMatch =
  'With `If-Match: "3"` it is refused with 409 when the incident is not of that `version` any more, as somebody else has changed it.';

interface ActParts {
  readonly world: Pick<StoredWorld, 'act'>;
  /** Those that who asks may see. */
  readonly incidents: Pick<Incidents, 'find'>;
  readonly receptionTime: () => ReceptionTime;
}

/** What people do with incidents. */
export const incidentActRoutes =
  ({ world, incidents, receptionTime }: ActParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    for (const { path, summary, body, act } of routes as readonly ActRoute<{ readonly by?: string | undefined }>[])
      app.post(
        `/incidents/:no/${path}`,
        {
          config: { need: 'incidents:act' },
          schema: { summary, description: ifMatch, params: incidentNo, body, response: { 200: incident } },
        },
        async (request): Promise<IncidentItem> => {
          const { no } = request.params;
          const order = {
            no,
            by: actorOf(request, request.body.by),
            act: act(request.body),
            version: versionOf(request.headers['if-match']),
          };
          const { nowMs } = receptionTime();
          if ((await incidents.find(no)) === undefined) throw noSuchIncident(no);
          return request.together(async () => {
            const changed = incidentOf(await world.act(order, nowMs), no, nowMs);
            await request.record({ action: `incident.${order.act.kind}`, target: `INC-${no}`, after: order.act });
            return changed;
          });
        },
      );
    done();
  };

/** Raises RequestError 404 or 409. */
const incidentOf = (done: Decision | Refusal, no: number, nowMs: number): IncidentItem => {
  if (!('refused' in done)) {
    const changed = done.world.incidents.find((one) => one.no === no);
    if (changed === undefined) throw noSuchIncident(no);
    return incidentItem(changed, nowMs);
  }
  if (done.refused === 'unknown') throw noSuchIncident(no);
  throw done.refused === 'changed' ? incidentChanged(done.incident, nowMs) : incidentClosed(done.incident);
};

/** Raises RequestError 400. */
const versionOf = (header: string | undefined): number | undefined => {
  if (header === undefined || header === '*') return undefined;
  const [, version] = /^(?:W\/)?"?(\d+)"?$/u.exec(header) ?? [];
  if (version === undefined)
    throw invalidParameter('If-Match', 'is not the version of an incident; give the number as "3"');
  return Number(version);
};
