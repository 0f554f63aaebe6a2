import type { Service } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import { matchingServices, orderedServices, readServicesSearch } from './services-search.ts';

const service = (name: string, firstAt: string, records: number | null): Service =>
  ({
    service: name,
    namespaces: [],
    environments: name === 'cron' ? ['Test'] : [],
    firstAt,
    logs: records === null ? null : { records, errors: 0 },
    spans: null,
    metrics: null,
  }) as unknown as Service;
const latestFirst = [
  service('shop', '2026-05-02T00:00:00Z', 9),
  service('cron', '2026-05-03T00:00:00Z', null),
  service('api', '2026-05-01T00:00:00Z', 10),
];

it.each([
  [{}, ['shop', 'cron', 'api']],
  [{ order: 'asc' }, ['api', 'cron', 'shop']],
  [{ sort: 'name' }, ['api', 'cron', 'shop']],
  [{ sort: 'name', order: 'asc' }, ['shop', 'cron', 'api']],
  [{ sort: 'logs' }, ['api', 'shop', 'cron']],
  [{ sort: 'since' }, ['cron', 'shop', 'api']],
  [{ sort: 'failed' }, ['shop', 'cron', 'api']],
])('in the order of %j', (search, names) => {
  expect(orderedServices(latestFirst, readServicesSearch(search)).map((one) => one.service)).toEqual(names);
});

it('a part of an environment is enough', () => {
  expect(matchingServices(latestFirst, ' tes ').map((one) => one.service)).toEqual(['cron']);
});
