import { incidentExportQuery } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { reads } from '../../access/needs.ts';
import { aboutFiles, fileResponse, sendListFile } from '../../http/files/list-file.ts';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import { incidentColumns } from './export-columns.ts';
import { narrowingOf } from './narrowing.ts';
import { incidentItem } from './shown-incident.ts';
import type { SeenIncidents } from './store-part.ts';

const mostExported = 5_000;

export const incidentExportRoutes =
  (incidents: Pick<SeenIncidents, 'list'>, receptionTime: () => ReceptionTime): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const exported = {
      summary: 'Incidents as a file: open ones first, the gravest first; then the others, newest first',
      description: `${aboutFiles} ${mostExported.toLocaleString('en')} incidents at most.`,
      querystring: incidentExportQuery,
      response: { 200: fileResponse },
    };
    app.get('/incident-export', { config: reads, schema: exported }, async (request, reply) => {
      const { format, ...filter } = request.query;
      const { nowMs } = receptionTime();
      const listed = await incidents.list({ ...narrowingOf(filter), limit: mostExported });
      await request.noteRead({ action: 'incidents.exported', target: '/incident-export', after: request.query });
      const items = listed.slice(0, mostExported).map(({ incident }) => incidentItem(incident, nowMs));
      return sendListFile(reply, { name: 'incidents', format, columns: incidentColumns }, items);
    });
    done();
  };
