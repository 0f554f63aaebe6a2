import type { Command } from 'commander';
import type { CliConfig } from '../config/environment.ts';
export const addDoctor = (_program: Command, _config: CliConfig): void => {};
