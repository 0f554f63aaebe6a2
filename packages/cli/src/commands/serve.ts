import type { Command } from 'commander';
export const addServe = (_program: Command): void => {};
