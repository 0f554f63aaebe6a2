import { isAbsolute } from 'node:path';

/** Why a file cannot be read. */
export const readErrorWords = (file: string, error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return `there is no file ${file}${isAbsolute(file) ? '' : ` (looked in ${process.cwd()})`}`;
  if (code === 'EISDIR') return `${file} is a folder; name a file in it`;
  return code === 'EACCES' ? `${file} may not be read: permission denied` : `${file} cannot be read: ${message}`;
};
