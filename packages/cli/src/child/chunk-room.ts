/** What one read of a pipe brings at most. */
export const chunkBytes = 64 * 1024;
/** So much room is kept for later chunks. */
const mostSpare = 16;
const spare: ArrayBuffer[] = [];
const known = new WeakSet<ArrayBufferLike>();

export const takeRoom = (): Buffer => {
  const room = spare.pop() ?? new ArrayBuffer(chunkBytes);
  known.add(room);
  return Buffer.from(room);
};

/** Nobody looks at a chunk of a pipe any more: its room is used for another, so that a program that prints much leaves little to collect. */
export const giveBack = ({ buffer }: Buffer): void => {
  if (known.delete(buffer) && spare.length < mostSpare) spare.push(buffer as ArrayBuffer);
};
