/** Connections whose statements are told by the driver above: `mssql`, where that is observed. */
const owned = new WeakSet<object>();

export const leaveToDriverAbove = (connection: object): void => void owned.add(connection);
export const isLeftToDriverAbove = (connection: object): boolean => owned.has(connection);
