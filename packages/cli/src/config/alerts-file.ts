import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { CliError } from '../errors.ts';

/** The rules under `alerts:` of a YAML file, as written; the server judges them. Raises CliError. */
export const readAlerts = (file: string): unknown[] => {
  let settings: unknown;
  try {
    settings = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const words = code === 'ENOENT' ? `there is no file "${file}"` : `"${file}" cannot be read: ${message}`;
    throw new CliError('FILE_UNREADABLE', words, undefined, { cause: error });
  }
  const alerts: unknown = typeof settings === 'object' && settings !== null && 'alerts' in settings && settings.alerts;
  if (!Array.isArray(alerts))
    throw new CliError(
      'FILE_UNREADABLE',
      `"${file}" has no list \`alerts:\`; write each rule below it, as in the configuration`,
    );
  return alerts;
};
