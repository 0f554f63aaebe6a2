import { systemsSentence, writtenSentence } from '@sightglass/model';
import { hostList, hostListQuery } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { unixMsOf } from '../../http/instant.ts';
import { withinPage } from '../../http/page-bytes.ts';
import type { HostWindow } from './facts.ts';
import { systemOfHost } from './system-of-host.ts';
import type { Host } from '@sightglass/model/rest';
import { reads } from '../../access/needs.ts';

const usualRangeMs = 24 * 3_600_000;
const mostHosts = 1_000;

export const hostRoutes =
  (readHosts: (window: HostWindow) => Promise<Host[]>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const schema = {
      summary: 'Machines and containers that runs went on, with what their programs tell of them',
      description:
        'By `host.name`, over the last 24 hours unless a range is given; a host on which a run is lost is listed whichever the range. Nothing checks a host by itself: where none of its programs sends, it is not known whether it is well.',
      querystring: hostListQuery,
      response: { 200: hostList },
    };
    app.get('/hosts', { config: reads, schema }, async ({ query: { from, to, name } }) => {
      const nowMs = Date.now();
      const toMs = unixMsOf(to);
      const hosts = await readHosts({ fromMs: unixMsOf(from) ?? (toMs ?? nowMs) - usualRangeMs, toMs, name });
      return {
        items: [...withinPage(hosts.slice(0, mostHosts))],
        total: hosts.length,
        ...writtenSentence(systemsSentence(hosts.map(systemOfHost), { kind: 'host' }), nowMs),
      };
    });
    done();
  };
