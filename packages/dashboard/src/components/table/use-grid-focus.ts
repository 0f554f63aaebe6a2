import { useState } from 'react';

interface Cell {
  readonly row: number;
  readonly column: number;
}

const steps: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * One tab stop for all cells of a grid, which has `onKeyDown`, and through which arrows lead. What can be focused in a cell is marked with `cell(row, column)`; arrows
 * stop at the edge and pass over what is not marked. `start` is the cell that Tab leads to first.
 */
export const useGridFocus = (start: Cell, size: { readonly rows: number; readonly columns: number }) => {
  const [chosen, setChosen] = useState<Cell | null>(null);
  const isThere = chosen !== null && chosen.row < size.rows && chosen.column < size.columns;
  const at = isThere ? chosen : start;
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = `${at.row + step[0]} ${at.column + step[1]}`;
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${next}"]`)?.focus();
  };
  const cell = (row: number, column: number) => ({
    'data-cell': `${row} ${column}`,
    tabIndex: row === at.row && column === at.column ? 0 : -1,
    onFocus: () => setChosen({ row, column }),
  });
  return { onKeyDown, cell };
};
