import type { Refusal } from './fence.ts';

/** Others raise an error for a text that they cannot read. */
const casts =
  /^(?:_?cast|accuratecast|date|to(?:u?int\d+|float\d+|decimal\d+|date|date32|datetime|uuid|unixtimestamp))$/u;

/** A function in what the engine resolved the query to. */
interface Call {
  readonly name: string;
  readonly result: string;
  /** The type of its first argument, and the value of one that is a constant. */
  readonly given: string;
  readonly constant: string | undefined;
}

/**
 * Refuses a conversion that the engine does not fail at: a text that cannot be read becomes NULL, and an integer that does not fit another number, so that a
 * condition on it finds nothing. `explained` is the answer to `EXPLAIN QUERY TREE`.
 */
export const quietCastIn = (explained: string): Refusal | undefined => {
  for (const call of callsIn(explained)) {
    const refusal = refused(call);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
};

const functionLine =
  /^\s*FUNCTION id: \d+,(?: alias: .*?,)? function_name: (\w+), function_type: ordinary, result_type: (.+)$/u;

function* callsIn(explained: string): Generator<Call> {
  const lines = explained.split('\n');
  for (const [index, line] of lines.entries()) {
    const [, name, result] = functionLine.exec(line) ?? [];
    if (name === undefined || result === undefined || !casts.test(name.toLowerCase())) continue;
    const argument = lines[index + 3] ?? ''; // behind ARGUMENTS and LIST
    const given = /(?:result_type|constant_value_type): ([^:]+?)(?:, source_id: \d+)?$/u.exec(argument)?.[1] ?? '';
    yield { name, result, given, constant: /constant_value: U?Int\d+_(-?\d+),/u.exec(argument)?.[1] };
  }
}

/** Of an array, a map or a tuple each type in it becomes the one at its place. */
const refused = ({ name, result, given, constant }: Call): Refusal | undefined => {
  const [from, to] = [leavesOf(given), leavesOf(result)];
  if (from.length !== to.length) return undefined;
  for (const [place, leaf] of to.entries()) {
    const refusal = refusedLeaf(name, from[place]!, leaf, constant);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
};

/** A plain type, without what lets it be NULL. */
interface Leaf {
  readonly type: string;
  readonly isNullable: boolean;
}

const leaf =
  /((?:(?:Nullable|LowCardinality)\()*)\b(?!(?:Nullable|LowCardinality|Array|Map|Tuple)\()(\w+(?:\([^()]*\))?)/gu;

/** `Map(String, Nullable(Decimal(9, 2)))`: `String` and `Decimal(9, 2)`. */
const leavesOf = (type: string): Leaf[] =>
  [...type.matchAll(leaf)].map(([, around = '', own = '']) => ({ type: own, isNullable: around.includes('Nullable') }));

const refusedLeaf = (
  name: string,
  { type: from }: Leaf,
  { type: to, isNullable }: Leaf,
  constant: string | undefined,
): Refusal | undefined => {
  const word = name.toLowerCase();
  if (isText(from) && isNullable && !isText(to))
    return {
      message: `${name} makes NULL of a text that cannot be read as ${to}, so that the query may not find its row; declare the type of the column in the contract, or write ${orNull(word, to)} where NULL is meant`,
      word: name,
    };
  if (word === 'accuratecast' || holds(to, from, constant)) return undefined;
  return {
    message: `${name} makes another number of one that does not fit ${to}; write accurateCast(…, '${to}'), which fails then`,
    word: name,
  };
};

const isText = (type: string): boolean => /^(?:Fixed)?String/u.test(type);

const orNull = (word: string, to: string): string => {
  if (word === 'tounixtimestamp') return 'toUnixTimestamp(toDateTimeOrNull(…))';
  return word.startsWith('to') ? `to${to.replace(/\(.*/u, '')}OrNull(…)` : `accurateCastOrNull(…, '${to}')`;
};

const integer = /^(U?)Int(\d+)$/u;

/** Whether every number of a type is one of another; what is not of integers fails where it does not fit. */
const holds = (to: string, from: string, constant: string | undefined): boolean => {
  const target = integer.exec(to);
  if (target === null) return true;
  if (from.startsWith('Float')) return false;
  const [, unsigned = '', bits = '0'] = target;
  if (constant !== undefined) {
    const width = BigInt(bits);
    const value = BigInt(constant);
    return unsigned === 'U'
      ? BigInt.asUintN(Number(width), value) === value
      : BigInt.asIntN(Number(width), value) === value;
  }
  const source = integer.exec(from);
  if (source === null || from === to) return true;
  // Counts are UInt64, and truth and parts of dates UInt8; none is so great.
  if ((from === 'UInt64' && Number(bits) >= 64) || from === 'UInt8') return true;
  const [, isUnsigned = '', own = '0'] = source;
  if (isUnsigned === unsigned) return Number(own) <= Number(bits);
  return isUnsigned === 'U' && Number(own) < Number(bits);
};
