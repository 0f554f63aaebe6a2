import { wireFields } from './wire-fields.ts';

/** A part of an export request, which is one itself. */
export interface RequestPart {
  readonly records: number;
  readonly body: Buffer;
}

export interface SplitRequest {
  readonly kept: RequestPart;
  readonly left: RequestPart;
}

/** Request { 1: group { 2: scoped { 2: record } } }; what stands beside these goes with both parts. */
const pathToRecords = [1, 2, 2] as const;

/** Divides an `ExportLogsServiceRequest` into the records to keep and those that `isLeft`. Raises RangeError when it is none. */
export const splitRequest = (request: Uint8Array, isLeft: (record: Buffer) => boolean): SplitRequest =>
  split(Buffer.from(request.buffer, request.byteOffset, request.byteLength), pathToRecords, isLeft);

const split = (message: Buffer, [field, ...deeper]: readonly number[], isLeft: (record: Buffer) => boolean) => {
  const beside: Buffer[] = [];
  const kept = createPart();
  const left = createPart();
  for (const { number, tagAt, from, to } of wireFields(message)) {
    const whole = message.subarray(tagAt, to);
    const inner = message.subarray(from, to);
    if (number !== field) beside.push(whole);
    else if (deeper.length === 0) (isLeft(inner) ? left : kept).add(whole, 1);
    else {
      const parts = split(inner, deeper, isLeft);
      for (const [own, part] of [
        [kept, parts.kept],
        [left, parts.left],
      ] as const)
        if (part.records > 0) own.add(delimited(number, part.body), part.records);
    }
  }
  return { kept: kept.behind(beside), left: left.behind(beside) };
};

const createPart = () => {
  const fields: Buffer[] = [];
  let records = 0;
  return {
    add: (bytes: Buffer, more: number): void => {
      fields.push(bytes);
      records += more;
    },
    behind: (beside: readonly Buffer[]): RequestPart => ({ records, body: Buffer.concat([...beside, ...fields]) }),
  };
};

const delimited = (field: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.of((field << 3) | 2), lengthOf(body), body]);

const lengthOf = ({ byteLength }: Buffer): Buffer => {
  const bytes: number[] = [];
  for (let rest = byteLength; ; rest = Math.floor(rest / 0x80)) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 0x80) | 0x80);
  }
};
