import { textOf } from '../../text.ts';

const shownCharacters = 60;

/** What kind of wrong a value is, so that each is reported once. */
export const miscountKind = (value: unknown): string => {
  if (typeof value !== 'number') return typeof value;
  if (!Number.isFinite(value)) return 'not finite';
  if (value < 0) return 'negative';
  return Number.isInteger(value) ? 'too large' : 'fraction';
};

export const miscountMessage = (who: string, what: string, value: unknown): string =>
  `${who}: ${what}(${shown(value)}) is not a count and was left out; give a number such as 0 or 250. Later ones of this kind are not mentioned`;

const shown = (value: unknown): string => {
  const text = textOf(value).slice(0, shownCharacters);
  return typeof value === 'string' ? `"${text}"` : text;
};
