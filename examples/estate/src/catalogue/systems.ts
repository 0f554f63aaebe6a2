import { databaseNamespace, type Dataset, tableDatasetName } from '@sightglass/model';
import type { ApiUse, DatabaseUse, SimulatedDatabase } from './types.ts';

/** Hosts end in `.simulated`, which is no domain that exists: nobody takes them for systems of their own. */
export const warehouse: SimulatedDatabase = {
  system: 'postgresql',
  address: 'dwh.simulated',
  port: 5432,
  name: 'warehouse',
};
export const shop: SimulatedDatabase = { system: 'mysql', address: 'shop-db.simulated', port: 3306, name: 'shop' };
const erp: SimulatedDatabase = {
  system: 'microsoft.sql_server',
  address: 'erp.simulated',
  port: 1433,
  name: 'erp',
};

export const readFrom = (of: SimulatedDatabase, table: string, columns: string): DatabaseUse => ({
  of,
  operation: 'SELECT',
  table,
  text: `SELECT ${columns} FROM ${table} WHERE changed_at > ? ORDER BY changed_at LIMIT ?`,
  rowsEach: 5_000,
});

export const loadInto = (table: string, columns: string): DatabaseUse => ({
  of: warehouse,
  operation: 'INSERT',
  table,
  text: `INSERT INTO ${table} (${columns}) SELECT * FROM unnest(?) ON CONFLICT DO NOTHING`,
  rowsEach: 1_000,
});

/** A table of the warehouse, as a dataset. */
export const tableOfWarehouse = (table: string): Dataset => ({
  namespace: databaseNamespace(warehouse.system, warehouse.address, warehouse.port),
  name: tableDatasetName(warehouse.name, table),
});

export const fromErp = (table: string, columns: string): DatabaseUse => readFrom(erp, table, columns);

export const cardNetwork: ApiUse = {
  name: 'cards.simulated',
  endpoint: 'GET /settlements/{id}',
  rowsEach: 25,
  usualMs: 84,
  quota: 6_000,
};
export const geocoder: ApiUse = {
  name: 'geocoder.simulated',
  endpoint: 'POST /locate',
  rowsEach: 100,
  usualMs: 140,
  quota: 2_000,
};
