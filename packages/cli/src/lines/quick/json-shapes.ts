import { createJsonValues, mostValues, readJsonValue, type JsonValues } from './json-tokens.ts';

/**
 * The shapes of JSON lines that a program has printed: what stands between their values. A line of a known shape is JSON with the same
 * keys, so of it only the values are read.
 */
export interface JsonShapes<Plan> {
  /** What the values of a line mean; undefined where its shape is not known. `found` is then the end of the line. */
  readonly match: (bytes: Uint8Array, start: number, end: number) => Plan | undefined;
  /** Of the line that was matched last. */
  readonly values: JsonValues;
  /** Learns the shape of a line, if it is one object that has nothing unusual in it. */
  readonly learn: (bytes: Uint8Array, start: number, end: number) => void;
}

/** What stands before a value, or after the last one; then `plan` is there. */
interface Step<Plan> {
  readonly literal: Uint8Array;
  readonly next: Step<Plan>[];
  readonly plan: Plan | undefined;
}

/** So many shapes are kept; then they are learned anew. */
const mostShapes = 200;
/** From so many lines on that were of no known shape only some are learned: of a program whose lines have ever other keys, or arrays. */
const unknownAtFirst = 200;
const learnedOf = 50;
/** `JSON.parse` is as quick where so many have to be tried: the one that was not taken for longest goes. */
const mostBranches = 24;

/** `planOf` gets the paths of the values, such as `a.b`; undefined where lines of this shape have to be read as others are. */
export const createJsonShapes = <Plan>(
  planOf: (paths: readonly string[]) => Plan | undefined,
  onLearned: (literals: readonly Uint8Array[], plan: Plan) => void = () => undefined,
): JsonShapes<Plan> => {
  const beginnings: Step<Plan>[] = [];
  const values = createJsonValues();
  let learned = 0;
  let unknown = 0;
  return {
    values,
    match: (bytes, start, end) => {
      let steps = beginnings;
      let at = start;
      for (let index = 0; index <= mostValues; index += 1) {
        const step = stepAt(steps, bytes, at);
        if (step === undefined) return undefined;
        at += step.literal.length;
        if (step.plan !== undefined) return at === end ? step.plan : undefined;
        at = readJsonValue(bytes, at, values, index);
        if (at < 0) return undefined;
        steps = step.next;
      }
      return undefined;
    },
    learn: (bytes, start, end) => {
      unknown += 1;
      if (unknown > unknownAtFirst && unknown % learnedOf !== 0) return;
      const shape = readShape(bytes.subarray(start, end));
      const plan = shape && planOf(shape.paths);
      if (shape === undefined || plan === undefined) return;
      if (learned >= mostShapes) beginnings.length = learned = 0;
      learned += 1;
      add(beginnings, shape.literals, plan);
      onLearned(shape.literals, plan);
    },
  };
};

/** The one that comes next; what was taken last is tried first. */
const stepAt = <Plan>(steps: Step<Plan>[], bytes: Uint8Array, at: number): Step<Plan> | undefined => {
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index] as Step<Plan>;
    if (!standsAt(step.literal, bytes, at)) continue;
    if (index > 0) {
      steps[index] = steps[index - 1] as Step<Plan>;
      steps[index - 1] = step;
    }
    return step;
  }
  return undefined;
};

const standsAt = (literal: Uint8Array, bytes: Uint8Array, at: number): boolean => {
  for (let index = 0; index < literal.length; index += 1) if (bytes[at + index] !== literal[index]) return false;
  return true;
};

const add = <Plan>(beginnings: Step<Plan>[], literals: readonly Uint8Array[], plan: Plan): void => {
  let steps = beginnings;
  for (const [index, literal] of literals.entries()) {
    const isLast = index === literals.length - 1;
    let step = steps.find((known) => Buffer.compare(known.literal, literal) === 0);
    if (step === undefined) {
      if (steps.length >= mostBranches) steps.pop();
      step = { literal: Buffer.from(literal), next: [], plan: isLast ? plan : undefined };
      steps.push(step);
    }
    steps = step.next;
  }
};

interface Shape {
  readonly literals: readonly Uint8Array[];
  readonly paths: readonly string[];
}

/** Objects within objects become paths of keys up to this depth; what is deeper stays JSON. */
const maxDepth = 4;

/** Undefined for what is no JSON object, has a key twice, or is written in an unusual way. */
const readShape = (line: Uint8Array): Shape | undefined => {
  const values = createJsonValues();
  const literals: Uint8Array[] = [];
  const paths: string[] = [];
  const known = new Set<string>();
  let literalAt = 0;
  let at = 0;

  const skipSpaces = (): void => {
    while (line[at] === 0x20) at += 1;
  };
  const take = (character: string): boolean => {
    skipSpaces();
    if (line[at] !== character.charCodeAt(0)) return false;
    at += 1;
    return true;
  };
  const readKey = (): string | undefined => {
    skipSpaces();
    const end = line.indexOf(0x22, at + 1);
    if (line[at] !== 0x22 || end < 0) return undefined;
    const key = Buffer.from(line.subarray(at + 1, end)).toString('utf8');
    at = end + 1;
    // Keys that are numbers come first in an object, whatever stands before them.
    return /^[^\\\p{Cc}\uFFFD]+$/u.test(key) && !/^\d+$/.test(key) && key !== '__proto__' ? key : undefined;
  };
  const readPair = (before: string, depth: number): boolean => {
    const key = readKey();
    const path = before === '' ? key : `${before}.${key}`;
    if (key === undefined || path === undefined || known.has(path) || !take(':')) return false;
    known.add(path);
    skipSpaces();
    if (line[at] === 0x7b) return depth < maxDepth && readObject(path, depth + 1);
    if (paths.length >= mostValues) return false;
    literals.push(line.subarray(literalAt, at));
    paths.push(path);
    at = readJsonValue(line, at, values, 0);
    literalAt = at;
    return at >= 0;
  };
  const readObject = (path: string, depth: number): boolean => {
    if (!take('{')) return false;
    do if (!readPair(path, depth)) return false;
    while (take(','));
    return take('}');
  };
  if (line[0] !== 0x7b || !readObject('', 1) || at !== line.length || paths.length === 0) return undefined;
  return { literals: [...literals, line.subarray(literalAt)], paths };
};
