import type { Refusal } from './fence.ts';

/** Raise an error for a text that they cannot read, as the engine has them. */
const strict: ReadonlySet<string> = new Set(['tobool', 'todatetime64', 'timestamp']);

const casts = /^(?:_?cast|accuratecast|date|to(?:u?int\d+|float\d+|decimal\d+|date|date32|datetime|uuid))$/u;

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

const refused = ({ name, result, given, constant }: Call): Refusal | undefined => {
  const word = name.toLowerCase();
  const [from, to] = [bare(given), bare(result)];
  if (
    /^(?:Fixed)?String/u.test(from) &&
    /^(?:LowCardinality\()?Nullable\(/u.test(result) &&
    !/^(?:Fixed)?String/u.test(to)
  )
    return strict.has(word)
      ? undefined
      : {
          message: `${name} makes NULL of a text that cannot be read as ${to}, so that the query may not find its row; declare the type of the column in the contract, or write ${orNull(word, to)} where NULL is meant`,
          word: name,
        };
  if (word === 'accuratecast' || holds(to, from, constant)) return undefined;
  return {
    message: `${name} makes another number of one that does not fit ${to}; write accurateCast(…, '${to}'), which fails then`,
    word: name,
  };
};

const orNull = (word: string, to: string): string =>
  word.startsWith('to') ? `to${to.replace(/\(.*/u, '')}OrNull(…)` : `accurateCastOrNull(…, '${to}')`;

/** The type without what lets it be NULL. */
const bare = (type: string): string => type.replace(/^(?:(?:LowCardinality|Nullable)\()+(.*?)\)+$/u, '$1');

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
