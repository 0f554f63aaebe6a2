/** Pools of our own, of which nothing is reported. */
const own = new WeakSet<object>();

export const leaveUnobserved = (pool: object): void => void own.add(pool);
export const isUnobserved = (pool: object | undefined): boolean => pool !== undefined && own.has(pool);
