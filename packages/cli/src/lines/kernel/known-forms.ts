import { severityNumbers, type Severity } from '@sightglass/model';
import type { Attributes } from '../parsed-line.ts';
import type { JsonPlan } from '../quick/json-plan.ts';
import type { LineHead } from '../quick/line-head.ts';
import type { WrittenSecond } from '../quick/time-bytes.ts';
import type { Level } from '../severity-word.ts';
import {
  headParts,
  layout,
  mostHeads,
  mostLevels,
  mostLevelText,
  mostShapes,
  place,
  secondParts,
  severities,
  shapeParts,
} from './layout.ts';

/** What was learned of a program's lines, in the memory of the kernel. What finds no room there is not known to it. */
export interface KnownForms {
  readonly head: (head: LineHead) => void;
  readonly shape: (literals: readonly Uint8Array[], plan: JsonPlan) => void;
  /** How a level is written in lines of this shape. */
  readonly level: (plan: JsonPlan, kind: number, text: string, level: Level) => void;
  /** The second that lines are of now. */
  readonly second: (which: 'textSecond' | 'jsonSecond', second: WrittenSecond | undefined) => void;
}

export const createKnownForms = (
  memory: ArrayBuffer,
  originOf: (severity: Severity, common: Attributes) => Uint8Array,
): KnownForms => {
  const bytes = new Uint8Array(memory);
  const view = new DataView(memory);
  const setInts = setIntsIn(view);
  const nextHead = createSlots(view, layout.context + place.headCount, layout.headOrder, mostHeads);
  const nextShape = createSlots(view, layout.context + place.shapeCount, layout.shapeOrder, mostShapes);
  const shapeOfPlan = new Map<JsonPlan, number>();

  /** Texts one behind the other, and where each is; undefined where they have no room. */
  const putTexts = (shape: number, texts: readonly Uint8Array[], table: number, from: number): number | undefined => {
    let to = from;
    for (const [index, text] of texts.entries()) {
      if (to + text.byteLength > layout.shapeBytes) return undefined;
      bytes.set(text, shape + to);
      setInts(shape + table + index * 8, [to, text.byteLength]);
      to += text.byteLength;
    }
    return to;
  };
  const putShape = (shape: number, literals: readonly Uint8Array[], plan: JsonPlan): boolean => {
    const { message, severity, time, names, severityField, isException } = plan;
    setInts(shape, [names.length, message, severity, time, severityField?.stays === true ? 1 : 0, 0]);
    const namesFrom = putTexts(shape, literals, shapeParts.literals, shapeParts.texts);
    if (namesFrom === undefined) return false;
    bytes.set(isException, shape + shapeParts.isException);
    return putTexts(shape, names, shapeParts.names, namesFrom) !== undefined;
  };
  return {
    head: (head) => {
      const { pattern, severity, common } = head;
      const origin = originOf(severity, common);
      if (pattern.byteLength > headParts.mostPattern || origin.byteLength > headParts.mostOrigin) return;
      const at = layout.heads + nextHead() * layout.headBytes;
      const flags = [head.isDated, head.isWeak, head.needsNoColon].map(Number);
      const numbers = [pattern.byteLength, head.bytes, head.timeStart, head.timeEnd, ...flags];
      setInts(at, [...numbers, severityNumbers[severity], origin.byteLength]);
      bytes.set(pattern, at + headParts.pattern);
      bytes.set(origin, at + headParts.origin);
    },
    shape: (literals, plan) => {
      const slot = nextShape();
      for (const [other, at] of shapeOfPlan) if (at === slot) shapeOfPlan.delete(other);
      const at = layout.shapes + slot * layout.shapeBytes;
      if (putShape(at, literals, plan)) shapeOfPlan.set(plan, slot);
      // No line is of a shape whose first literal cannot be there.
      else putTexts(at, [Uint8Array.of(0)], shapeParts.literals, shapeParts.texts);
    },
    level: (plan, kind, text, { severity, isSame }) => {
      const slot = shapeOfPlan.get(plan);
      const written = Buffer.from(text);
      const origin = severities.indexOf(severity);
      if (slot === undefined || origin < 0 || written.byteLength > mostLevelText) return;
      const shape = layout.shapes + slot * layout.shapeBytes;
      const count = view.getInt32(shape + 20, true);
      if (count >= mostLevels) return;
      const at = shape + shapeParts.levels + count * shapeParts.levelBytes;
      setInts(at, [kind, written.byteLength, origin, isSame ? 1 : 0]);
      bytes.set(written, at + 16);
      view.setInt32(shape + 20, count + 1, true);
    },
    second: createSeconds(view),
  };
};

const setIntsIn =
  (view: DataView) =>
  (at: number, values: readonly number[]): void => {
    for (const [index, value] of values.entries()) view.setInt32(at + index * 4, value, true);
  };

const createSeconds = (view: DataView): KnownForms['second'] => {
  const bytes = new Uint8Array(view.buffer);
  const setInts = setIntsIn(view);
  const known: Partial<Record<'textSecond' | 'jsonSecond', WrittenSecond | undefined>> = {};
  return (which, second) => {
    if (known[which] === second) return;
    known[which] = second;
    const at = layout[which];
    view.setInt32(at, 0, true);
    if (second === undefined) return;
    const { before, after, hasFraction, ms } = second;
    if (before.byteLength > secondParts.mostBefore || after.byteLength > secondParts.mostAfter) return;
    setInts(at, [1, hasFraction ? 1 : 0, before.byteLength, after.byteLength]);
    view.setFloat64(at + secondParts.ms, ms, true);
    bytes.set(before, at + secondParts.before);
    bytes.set(after, at + secondParts.after);
  };
};

/** Gives out slots, which are tried in an order: the newest first. When there are none left, the one goes that would be tried last. */
const createSlots = (view: DataView, countAt: number, orderAt: number, most: number): (() => number) => {
  const slotAt = (index: number): number => view.getInt32(orderAt + index * 4, true);
  return () => {
    const count = view.getInt32(countAt, true);
    const slot = count < most ? count : slotAt(count - 1);
    for (let index = Math.min(count, most - 1); index > 0; index -= 1)
      view.setInt32(orderAt + index * 4, slotAt(index - 1), true);
    view.setInt32(orderAt, slot, true);
    view.setInt32(countAt, Math.min(count + 1, most), true);
    return slot;
  };
};
