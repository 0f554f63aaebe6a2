import { isUtf8 } from 'node:buffer';
import type { FileMetaData } from 'hyparquet';

type Element = FileMetaData['schema'][number];

/** A column, or a part of a nested one. */
export interface ParquetNode {
  readonly element: Element;
  readonly children: readonly ParquetNode[];
}

export const treeOf = (schema: readonly Element[]): ParquetNode => {
  let next = 0;
  const nodeAt = (): ParquetNode => {
    const element = schema[next]!;
    next += 1;
    return { element, children: Array.from({ length: element.num_children ?? 0 }, nodeAt) };
  };
  return nodeAt();
};

/** The reader would make floating-point numbers of them: without their type they come as they are stored. */
export const withoutDecimals = (schema: readonly Element[]): Element[] =>
  schema.map((element) =>
    isDecimal(element) ? { ...element, converted_type: undefined, logical_type: undefined } : element,
  ) as Element[];

const isDecimal = ({ converted_type, logical_type }: Element): boolean =>
  converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';

const second = 1_000_000_000n;

/** ISO 8601, with as many decimals as the unit has beyond milliseconds, and no zeros for nothing. */
const instant = (nanoseconds: bigint): string => {
  const rest = ((nanoseconds % second) + second) % second;
  const whole = new Date(Number((nanoseconds - rest) / 1_000_000n));
  if (Number.isNaN(whole.getTime())) return `${nanoseconds} ns`;
  return `${whole.toISOString().slice(0, -5)}.${fraction(rest)}Z`;
};

const fraction = (nanoseconds: bigint): string => {
  const digits = nanoseconds.toString().padStart(9, '0');
  if (digits.endsWith('000000')) return digits.slice(0, 3);
  return digits.endsWith('000') ? digits.slice(0, 6) : digits;
};

const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString();

export const parsers = {
  timestampFromMilliseconds: (value: bigint) => instant(BigInt(value) * 1_000_000n),
  timestampFromMicroseconds: (value: bigint) => instant(BigInt(value) * 1000n),
  timestampFromNanoseconds: (value: bigint) => instant(BigInt(value)),
  dateFromDays: (days: number) => instant(BigInt(days) * 86_400n * second).replace(/T.*$/u, ''),
  stringFromBytes: text,
  jsonFromBytes: text,
};

/** A row or value as JSON, every digit kept. */
export const jsonOf = (value: unknown, node: ParquetNode): string => {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map((item) => jsonOf(item, node)).join(',')}]`;
  if (value instanceof Uint8Array) return bytesJson(value, leafOf(node).element);
  if (typeof value === 'object' && !(value instanceof Date)) {
    const entries = Object.entries(value).map(
      ([key, item]) => `${JSON.stringify(key)}:${jsonOf(item, partNamed(node, key))}`,
    );
    return `{${entries.join(',')}}`;
  }
  return scalarJson(value, leafOf(node).element);
};

const scalarJson = (value: unknown, element: Element): string => {
  if (typeof value === 'bigint' || typeof value === 'number') {
    if (isDecimal(element)) return decimalText(BigInt(value), element.scale ?? 0);
    const unit = timeUnit(element);
    if (unit !== undefined) return JSON.stringify(clockTime(BigInt(value) * unit));
    if (typeof value === 'bigint') return value.toString();
    return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
  }
  if (typeof value === 'string' && element.logical_type?.type === 'TIMESTAMP' && !element.logical_type.isAdjustedToUTC)
    return JSON.stringify(value.replace(/Z$/u, ''));
  return JSON.stringify(value);
};

const bytesJson = (bytes: Uint8Array, element: Element): string => {
  if (isDecimal(element)) return decimalText(signed(bytes), element.scale ?? 0);
  return JSON.stringify(isUtf8(bytes) ? text(bytes) : `0x${Buffer.from(bytes).toString('hex')}`);
};

/** Two's complement, the highest byte first. */
const signed = (bytes: Uint8Array): bigint =>
  bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));

const decimalText = (unscaled: bigint, scale: number): string => {
  if (scale <= 0) return unscaled.toString();
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
};

const timeUnits = { MILLIS: 1_000_000n, MICROS: 1000n, NANOS: 1n } as const;

/** Nanoseconds in the unit of a time of day; undefined for anything else. */
const timeUnit = ({ converted_type, logical_type }: Element): bigint | undefined => {
  if (logical_type?.type === 'TIME') return timeUnits[logical_type.unit];
  if (converted_type === 'TIME_MILLIS') return timeUnits.MILLIS;
  return converted_type === 'TIME_MICROS' ? timeUnits.MICROS : undefined;
};

const clockTime = (nanoseconds: bigint): string => instant(nanoseconds).slice(11, -1);

const leafOf = (node: ParquetNode): ParquetNode => (node.children[0] === undefined ? node : leafOf(node.children[0]));

/** Between a column and the parts of its values stand groups that only repeat; the values of a map are named by their keys. */
const partNamed = (node: ParquetNode, name: string): ParquetNode =>
  nearest(node.children, name) ?? nearest(node.children, 'value') ?? node;

const nearest = (nodes: readonly ParquetNode[], name: string): ParquetNode | undefined => {
  if (nodes.length === 0) return undefined;
  return (
    nodes.find(({ element }) => element.name === name) ??
    nearest(
      nodes.flatMap(({ children }) => children),
      name,
    )
  );
};
