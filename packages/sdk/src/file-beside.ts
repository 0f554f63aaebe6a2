/**
 * A file that lies beside the module `own`, of the same kind (`.ts` from source, `.js` as published). Undefined in a bundle, which holds our
 * modules under another name, or without any where it is CommonJS, and none of the files beside them.
 */
export const fileBeside = (moduleUrl: string | undefined, own: string, name: string): URL | undefined => {
  const kind = ['.ts', '.js'].find((extension) => moduleUrl?.endsWith(`/${own}${extension}`));
  return kind === undefined ? undefined : new URL(`./${name}${kind}`, moduleUrl);
};
