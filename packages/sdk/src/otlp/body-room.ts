/** Room for the bodies of requests that is used again: each is megabytes of a process that writes much, and would be left to the garbage collector. */

const leastBytes = 64 * 1024;
/** So much is kept for later bodies. */
const mostSpareBytes = 12 * 1024 * 1024;
const spare: ArrayBufferLike[] = [];
let spareBytes = 0;
const lent = new WeakSet<ArrayBufferLike>();

/** Room for so many bytes, not cleared. */
export const takeBodyRoom = (bytes: number): Buffer => {
  if (bytes < leastBytes) return Buffer.allocUnsafe(bytes);
  const index = spare.findIndex(({ byteLength }) => byteLength >= bytes && byteLength <= bytes * 8);
  const [found] = index < 0 ? [] : spare.splice(index, 1);
  if (found !== undefined) spareBytes -= found.byteLength;
  const room = found ?? Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(bytes))).buffer;
  lent.add(room);
  return Buffer.from(room, 0, bytes);
};

/** Nobody looks at a body any more: it was delivered. Of others than {@link takeBodyRoom} gave nothing is kept. */
export const giveBodyBack = ({ buffer }: Uint8Array): void => {
  if (!lent.delete(buffer) || spareBytes + buffer.byteLength > mostSpareBytes) return;
  spare.push(buffer);
  spareBytes += buffer.byteLength;
};
