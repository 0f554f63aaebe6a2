export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Midnight in UTC of the day that holds a time. */
export const dayOf = (atMs: number): number => Math.floor(atMs / dayMs) * dayMs;

/** 0 is Sunday. */
export const weekdayOf = (atMs: number): number => new Date(atMs).getUTCDay();

/** `2026-11-28` */
export const dateOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** Whether it is one of the last two days of a month. */
export const isMonthEnd = (atMs: number): boolean => new Date(atMs + 2 * dayMs).getUTCDate() <= 2;
