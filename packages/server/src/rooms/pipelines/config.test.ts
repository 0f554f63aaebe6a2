import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../config/load.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

const load = (text: string) => {
  const file = join(temporaryFolder(), 'sightglass.yaml');
  writeFileSync(file, `pipelines:\n${text}`);
  return loadConfig({ env: {}, file }).pipelines;
};
const complaint = (text: string): string => {
  try {
    load(text);
  } catch (error) {
    return (error as Error).message.replace(/^.*yaml:/gmu, '');
  }
  throw new Error('The settings were accepted.');
};

test('a pipeline that declares nothing itself', () => {
  const entry = `  - name: orders
    namespace: sales
    schedule: '0 2 * * *'
    timeZone: Europe/Berlin
    deadline: +1d 06:00
    grace: 20m
    calendar: { days: business, holidays: [2026-12-28, 12-25] }
    owner: sales-data
    criticality: high
    empty: legal
    dependsOn: [customers, stock/items]
    stages: [{ name: load, deadline: PT45M }]
  - { name: customers, namespace: sales, calendar: business }
  - { name: items, namespace: stock, calendar: { days: [sat, sun] } }
  - { name: items }
`;
  expect(load(entry)).toEqual([
    {
      name: 'orders',
      namespace: 'sales',
      schedule: '0 2 * * *',
      timeZone: 'Europe/Berlin',
      deadline: '+1d 06:00',
      grace: 1_200_000,
      calendar: { weekdays: [1, 2, 3, 4, 5], holidays: ['2026-12-28', '12-25'] },
      owner: 'sales-data',
      criticality: 'high',
      empty: 'legal',
      dependsOn: ['customers', 'stock/items'],
      stages: [{ name: 'load', deadline: 'PT45M' }],
    },
    {
      name: 'customers',
      namespace: 'sales',
      calendar: { weekdays: [1, 2, 3, 4, 5], holidays: [] },
      dependsOn: [],
      stages: [],
    },
    {
      name: 'items',
      namespace: 'stock',
      calendar: { weekdays: [6, 0], holidays: [] },
      dependsOn: [],
      stages: [],
    },
    { name: 'items', namespace: 'default', dependsOn: [], stages: [] },
  ]);
});

const orders = (lines: string): string => `  - name: orders\n${lines}`;
const circle = `  - { name: a, dependsOn: [b] }
  - { name: b, dependsOn: [d, c] }
  - { name: c, dependsOn: [a] }
  - { name: d }
`;

test.each([
  [
    'a schedule',
    orders('    schedule: 0/15 * * * *\n'),
    '3:15: pipelines[0] (orders): schedule: "0/15 * * * *" cannot be read: "0/15" as minute is not cron; use "*/15"',
  ],
  [
    'a time zone',
    orders('    timeZone: Berlin\n'),
    '3:15: pipelines[0] (orders): timeZone: "Berlin" cannot be read: it is unknown; did you mean Europe/Berlin?',
  ],
  [
    'a deadline',
    orders('    deadline: 6am\n'),
    /^3:15: pipelines\[0\] \(orders\): deadline: "6am" cannot be read: use HH:MM/,
  ],
  [
    'a deadline of a stage',
    orders('    stages: [{ name: load, deadline: 24:00 }]\n'),
    /^3:38: pipelines\[0\] \(orders\): stages\[0\] \(load\): deadline: "24:00" cannot be read: use 00:00/,
  ],
  ['a grace without a unit', orders('    grace: 20\n'), /^3:12: .*grace: 20 has no unit; write a time such as 20s$/],
  [
    'a day that does not exist',
    orders('    calendar: { holidays: [2026-02-30] }\n'),
    /^3:28: .*"2026-02-30" is not a day; write one like 2026-12-25, or 12-25 for every year$/,
  ],
  [
    'a word for days',
    orders('    calendar: { days: workdays }\n'),
    /^3:23: .*"workdays" is not a list of days; write business/,
  ],
  [
    'a schedule on days off only',
    orders("    schedule: '0 6 * * 6'\n    calendar: business\n"),
    /^4:15: .*calendar: no day of "0 6 \* \* 6" is left; is it due on other days\?$/,
  ],
  [
    'a criticality',
    orders('    criticality: urgent\n'),
    /^3:18: .*"urgent" is not one of low, medium, high, critical$/,
  ],
  ['a word for empty', orders('    empty: fine\n'), /^3:12: .*"fine" is not one of legal, suspicious$/],
  ['a misspelt setting', orders('    shedule: x\n'), /^3:5: .*unknown setting "shedule"\. Did you mean "schedule"\?$/],
  [
    'a dependency that is misspelt',
    '  - { name: orders, dependsOn: [custmers] }\n  - { name: customers }\n',
    '2:33: pipelines[0] (orders): dependsOn[0]: "custmers" is not a pipeline of this file. Did you mean "customers"?',
  ],
  [
    'a dependency in another namespace',
    '  - { name: orders, dependsOn: [customers] }\n  - { name: customers, namespace: crm }\n',
    '2:33: pipelines[0] (orders): dependsOn[0]: "customers" is not a pipeline of this file. Did you mean "crm/customers"?',
  ],
  [
    'a dependency that is not listed',
    '  - { name: orders, dependsOn: [weather] }\n',
    '2:33: pipelines[0] (orders): dependsOn[0]: "weather" is not a pipeline of this file. Add an entry with `name: weather`; no more is needed.',
  ],
  [
    'itself as a dependency',
    '  - { name: orders, dependsOn: [orders] }\n',
    '2:33: pipelines[0] (orders): dependsOn[0]: "orders" would wait for itself: orders → orders',
  ],
  ['a circle', circle, '4:28: pipelines[2] (c): dependsOn[0]: "a" would wait for itself: a → b → c → a'],
  [
    'a name twice',
    '  - { name: orders }\n  - { name: orders }\n',
    '3:13: pipelines[1] (orders): name: "orders" is listed twice in namespace "default"; write one entry for it',
  ],
  [
    'a list that is none',
    '  orders: { schedule: "@daily" }\n',
    /^2:3: pipelines: must be a list\. Put "- " before orders:$/,
  ],
])('%s is refused with its place', (_name, text, message) => {
  if (typeof message === 'string') expect(complaint(text)).toBe(message);
  else expect(complaint(text)).toMatch(message);
});
