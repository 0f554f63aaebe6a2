import type { Style } from './style.ts';

export type Level = 'info' | 'warn' | 'error';
type Fields = Readonly<Record<string, unknown>>;

const formats = { info: 'dim', warn: 'yellow', error: 'red' } as const;

export const renderLogLine = (style: Style, level: Level, message: string, fields: Fields = {}): string => {
  const details = Object.entries(fields).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [
    style.paint('dim', new Date().toTimeString().slice(0, 8)),
    style.paint(formats[level], message),
    ...details,
  ].join('  ');
};

export const jsonLogLine = (level: Level, message: string, fields: Fields = {}): string =>
  JSON.stringify({ time: new Date().toISOString(), level, message, ...fields });
