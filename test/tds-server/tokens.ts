/** Builders of the tokens a reply is made of ([MS-TDS] 2.2.7). */
export type Cell = string | number | null;

const u8 = (value: number): Buffer => Buffer.from([value & 0xff]);
const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const i32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const ucs2 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const shortText = (text: string): Buffer => Buffer.concat([u8(text.length), ucs2(text)]);
const longText = (text: string): Buffer => Buffer.concat([u16(text.length), ucs2(text)]);
const sized = (token: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([u8(token), u16(body.length), body]);
};

export const databaseChange = (to: string, from = 'master'): Buffer =>
  sized(0xe3, u8(1), shortText(to), shortText(from));

export const loginAck = (program = 'Microsoft SQL Server'): Buffer =>
  sized(0xad, u8(1), Buffer.from([0x74, 0, 0, 4]), shortText(program), Buffer.from([16, 0, 0x10, 0x27]));

const transactionId = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
const changes = { begin: 8, commit: 9, rollback: 10 } as const;

export const transactionChange = (what: keyof typeof changes): Buffer => {
  const id = Buffer.concat([u8(transactionId.length), transactionId]);
  return sized(0xe3, u8(changes[what]), ...(what === 'begin' ? [id, u8(0)] : [u8(0), id]));
};

export interface ServerMessage {
  readonly number: number;
  readonly message: string;
  readonly severity?: number;
  readonly state?: number;
}

export const error = ({ number, message, severity = 16, state = 1 }: ServerMessage): Buffer =>
  sized(0xaa, i32(number), u8(state), u8(severity), longText(message), shortText('TESTSERVER'), shortText(''), i32(1));

const doneBits = { more: 0x1, error: 0x2, count: 0x10, attention: 0x20 } as const;

export const done = (bits: readonly (keyof typeof doneBits)[] = [], rows = 0): Buffer =>
  Buffer.concat([u8(0xfd), u16(bits.reduce((sum, bit) => sum | doneBits[bit], 0)), u16(0), u64(rows)]);

/** How a procedure call ends: the count of its statement, then its own end. */
export const doneInCall = (count: number): Buffer => {
  const [statement, call] = [done(['more', 'count'], count), done()];
  statement[0] = 0xff;
  call[0] = 0xfe;
  return Buffer.concat([statement, call]);
};

/** An output parameter that is a whole number. */
export const returnValue = (name: string, value: number): Buffer =>
  Buffer.concat([u8(0xac), u16(0), shortText(name), u8(1), i32(0), u16(0), integer, u8(4), i32(value)]);

const collation = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);
const nvarchar = Buffer.concat([u8(0xe7), u16(8000), collation]);
const integer = Buffer.concat([u8(0x26), u8(4)]);

/** Rows of whole numbers and text; the first row says which column is which. */
export const rows = (columns: readonly string[], cells: readonly (readonly Cell[])[]): Buffer => {
  const isNumber = columns.map((_, index) => typeof cells[0]?.[index] === 'number');
  const metadata = columns.map((name, index) =>
    Buffer.concat([i32(0), u16(1), isNumber[index] ? integer : nvarchar, shortText(name)]),
  );
  const row = (values: readonly Cell[]): Buffer => Buffer.concat([u8(0xd1), ...values.map(cell)]);
  return Buffer.concat([u8(0x81), u16(columns.length), ...metadata, ...cells.map(row)]);
};

const cell = (value: Cell): Buffer => {
  if (typeof value === 'number') return Buffer.concat([u8(4), i32(value)]);
  return value === null ? u16(0xffff) : Buffer.concat([u16(value.length * 2), ucs2(value)]);
};
