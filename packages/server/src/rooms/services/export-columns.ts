import type { Service } from '@sightglass/model/rest';
import type { FileColumn } from '../../http/files/list-file.ts';

export const serviceColumns: readonly FileColumn<Service>[] = [
  ['service', ({ service }) => service],
  ['namespaces', ({ namespaces }) => namespaces.join(' ')],
  ['environments', ({ environments }) => environments.join(' ')],
  ['pipelines', ({ pipelines }) => pipelines.join(' ')],
  ['first_at', ({ firstAt }) => firstAt],
  ['last_at', ({ lastAt }) => lastAt],
  ['logs', ({ logs }) => logs?.records],
  ['log_errors', ({ logs }) => logs?.errors],
  ['spans', ({ spans }) => spans?.spans],
  ['spans_failed', ({ spans }) => spans?.errors],
  ['metrics', ({ metrics }) => metrics?.metrics],
];
