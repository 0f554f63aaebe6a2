/** What a program started by a test needs of our own environment, and no more: where Node is, and where compiled modules lie. */
export const childEnvironment = (): { readonly PATH: string; readonly NODE_COMPILE_CACHE?: string } => {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env;
  return { PATH, ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }) };
};
