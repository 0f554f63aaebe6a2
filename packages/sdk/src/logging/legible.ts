import { textOf } from '../text.ts';
import type { LogAttributes } from '../run/types.ts';

const unreadable = '[cannot be read]';

/** The same attributes, with text in place of values that raise when they are looked at. */
export const legible = (attributes: LogAttributes): LogAttributes => {
  try {
    return Object.fromEntries(Object.keys(attributes).map((key) => [key, legibleValue(attributes, key)]));
  } catch {
    return {};
  }
};

const legibleValue = (attributes: LogAttributes, key: string): unknown => {
  let value: unknown;
  try {
    value = attributes[key];
  } catch {
    return unreadable;
  }
  if (typeof value === 'string') return value;
  try {
    JSON.stringify(value);
    return value;
  } catch {
    return textOf(value);
  }
};
