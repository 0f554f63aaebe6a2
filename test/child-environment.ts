/** What a program started by a test needs of our own environment, and no more: where Node, compiled modules and temporary folders lie. */
export const childEnvironment = (): {
  readonly PATH: string;
  readonly NODE_COMPILE_CACHE?: string;
  readonly TMPDIR?: string;
} => {
  const { PATH = '', NODE_COMPILE_CACHE, TMPDIR } = process.env;
  return {
    PATH,
    ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
  };
};
