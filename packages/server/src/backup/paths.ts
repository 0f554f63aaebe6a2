import { posix } from 'node:path';

/** Whether a link at `path`, both relative to the data folder, leads to a place within it. */
export const isInside = (path: string, to: string): boolean => {
  if (to === '' || posix.isAbsolute(to) || to.includes('\0')) return false;
  const target = posix.normalize(posix.join(posix.dirname(path), to));
  return target !== '..' && !target.startsWith('../');
};
