import { postgresWarehouse } from './postgres/warehouse.ts';
import { sqlServerWarehouse } from './sql-server/warehouse.ts';
import { WarehouseUrlError, type Warehouse } from './warehouse.ts';

/** The warehouse at `url`; its scheme says of what make it is. Raises {@link WarehouseUrlError}. */
export const warehouseAt = (url: string): Warehouse => {
  if (/^postgres(ql)?:\/\//.test(url)) return postgresWarehouse(url);
  if (url.startsWith('mssql://')) return sqlServerWarehouse(url);
  throw new WarehouseUrlError(
    'the warehouse URL must begin with postgres:// or mssql:// (user, host, port and database follow)',
  );
};
