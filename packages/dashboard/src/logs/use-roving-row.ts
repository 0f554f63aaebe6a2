import { useState } from 'react';
import { flushSync } from 'react-dom';

const pageRows = 16;

/** Where a key leads from a row; null for a key that leads nowhere. */
export const rowAfterKey = (key: string, at: number, count: number): number | null => {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: pageRows,
    PageUp: -pageRows,
    Home: -count,
    End: count,
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return step === undefined ? null : Math.max(0, Math.min(count - 1, at + step));
};

/**
 * All rows of a list as one tab stop, which arrow keys move. `stop` is the index of the row that has it: the list draws that one
 * wherever it is scrolled to, so that the focus is never lost. Rows are known by their key, as new ones push them down.
 */
export const useRovingRow = (keys: readonly string[]) => {
  const [active, setActive] = useState<string | null>(null);
  const stop = Math.max(0, active === null ? 0 : keys.indexOf(active));
  const press = (event: React.KeyboardEvent<HTMLElement>) => {
    if (event.metaKey || event.ctrlKey || event.altKey || !(event.target as Element).matches('[role="row"]')) return;
    const to = rowAfterKey(event.key, stop, keys.length);
    if (to === null) return;
    event.preventDefault();
    const list = event.currentTarget;
    flushSync(() => setActive(keys[to] ?? null));
    list.querySelector<HTMLElement>(`[data-index="${to}"] [role="row"]`)?.focus();
  };
  return { stop, press, setActive };
};
