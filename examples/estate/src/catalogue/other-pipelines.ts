import { loadInto, readFrom, tableOfWarehouse, warehouse } from './systems.ts';
import type { EstatePipeline } from './types.ts';
import { minuteMs } from '../times.ts';

export const stockLevels: EstatePipeline = {
  namespace: 'logistics',
  name: 'stock-levels',
  kind: 'by-hand',
  owner: 'Logistics',
  criticality: 'medium',
  timetable: { everyMinutes: 60, offsetMinutes: 45 },
  service: 'stock-agent',
  host: 'depot-4.simulated',
  rows: 6_800,
  growth: 0.1,
  weekend: 0.4,
  durationMs: 3 * minuteMs,
  stages: [
    { name: 'collect', share: 0.6 },
    {
      name: 'load',
      share: 0.4,
      rejects: { unknown_shelf: 0.004 },
      writes: [tableOfWarehouse('logistics.stock_levels')],
    },
  ],
};

export const routePlans: EstatePipeline = {
  namespace: 'logistics',
  name: 'route-plans',
  kind: 'exec',
  owner: 'Logistics',
  criticality: 'high',
  timetable: { atMinuteOfDay: 60 },
  deadline: '02:30',
  dependsOn: ['stock-levels'],
  service: 'route-plans',
  host: 'batch-1.simulated',
  command: ['python3', 'plan_routes.py', '--depots', 'all'],
  reads: [tableOfWarehouse('logistics.stock_levels'), tableOfWarehouse('logistics.shipments')],
  writes: [{ namespace: 's3://routes.simulated', name: 'plans/*.json' }],
  rows: 1_900,
  growth: 0.1,
  weekend: 0.5,
  durationMs: 13 * minuteMs,
  stages: [{ name: 'run', share: 1 }],
};

export const tickets: EstatePipeline = {
  namespace: 'care',
  name: 'tickets-export',
  kind: 'exec',
  owner: 'Customer care',
  criticality: 'low',
  timetable: { everyMinutes: 240, offsetMinutes: 30 },
  service: 'tickets-export',
  host: 'batch-1.simulated',
  command: ['/bin/sh', 'export-tickets.sh', '--since', 'last'],
  writes: [{ namespace: 's3://care.simulated', name: 'tickets/*.json' }],
  rows: 740,
  growth: 0.15,
  weekend: 0.5,
  durationMs: 2 * minuteMs,
  stages: [{ name: 'run', share: 1 }],
};

export const churnScore: EstatePipeline = {
  namespace: 'care',
  name: 'churn-score',
  kind: 'spans',
  owner: 'Data science',
  criticality: 'medium',
  timetable: { atMinuteOfDay: 4 * 60 },
  deadline: '06:00',
  dependsOn: ['tickets-export', 'sales/customers'],
  service: 'ml-jobs',
  host: 'gpu-1.simulated',
  rows: 0,
  growth: 0,
  durationMs: 31 * minuteMs,
  stages: [
    { name: 'features', share: 0.4, database: readFrom(warehouse, 'sales.customers', 'customer_id, segment') },
    { name: 'predict', share: 0.45 },
    { name: 'publish', share: 0.15, database: loadInto('care.churn_scores', 'customer_id, score') },
  ],
};

export const searchIndex: EstatePipeline = {
  namespace: 'platform',
  name: 'search-index',
  kind: 'spans',
  owner: 'Platform',
  criticality: 'medium',
  timetable: { everyMinutes: 360, offsetMinutes: 20 },
  service: 'search-indexer',
  host: 'search-2.simulated',
  rows: 0,
  growth: 0,
  durationMs: 9 * minuteMs,
  stages: [
    { name: 'read products', share: 0.3 },
    { name: 'build', share: 0.55 },
    { name: 'swap', share: 0.15 },
  ],
};

export const invoices: EstatePipeline = {
  namespace: 'finance',
  name: 'invoices',
  kind: 'audit-table',
  owner: 'Accounting',
  criticality: 'high',
  timetable: { everyMinutes: 360, offsetMinutes: 140 },
  dependsOn: ['payments'],
  service: 'invoices',
  host: 'ssis-1.simulated',
  rows: 2_600,
  growth: 0.15,
  weekend: 0.3,
  monthEnd: 2.8,
  durationMs: 7 * minuteMs,
  stages: [{ name: 'run', share: 1, rejects: { no_address: 0.003 } }],
};

export const dunning: EstatePipeline = {
  namespace: 'finance',
  name: 'dunning',
  kind: 'audit-table',
  owner: 'Accounting',
  criticality: 'low',
  timetable: { atMinuteOfDay: 7 * 60 + 10, weekdays: [1] },
  deadline: '09:00',
  dependsOn: ['invoices'],
  service: 'dunning',
  host: 'ssis-1.simulated',
  rows: 410,
  growth: 0.1,
  durationMs: 5 * minuteMs,
  stages: [{ name: 'run', share: 1, filters: 0.2 }],
};
