/** `…/drops/flights-2026-11-24.csv`: the end of a long path, which distinguishes files, in whole folders where they fit. */
export const shortPath = (path: string, most = 40): string => {
  if (path.length <= most) return path;
  const end = path.slice(1 - most);
  const folder = end.indexOf('/');
  return `…${folder === -1 ? end : end.slice(folder)}`;
};
