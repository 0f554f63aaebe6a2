/** SQL lower-case hex of an id; empty when not sent. */
export const hexOf = (bytes: string): string => `lower(hex(${bytes}))`;
