/** Settings of a PostgreSQL at this host, as a configuration has them. */
export const warehouseAt = (host: string) => ({ name: 'warehouse', url: `postgres://etl@${host}:5432/shop` });
