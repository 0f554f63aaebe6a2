import { createFacts, createScratch, type Scratch } from '../columns/column-batch.ts';
import { createFieldTable, type FieldTable } from '../field-table.ts';
import { exactText } from '../jsonl/exact-json.ts';
import { isArrayPath, splitAtArray, stepsOf, valuesAt } from '../jsonl/path.ts';
import type { JsonRow } from '../jsonl/row.ts';
import { checkColumn, type PlannedColumn } from './check-column.ts';
import type { IntList } from './int-list.ts';
import type { RowIndex } from './row-index.ts';

/** Checks values within arrays of rows, `items[].sku`: each on its own, for the row it is in. */
export interface NestedColumns {
  /** A new block, and where what is broken in it goes. */
  begin(index: RowIndex, violations: IntList): void;
  /** Takes the values of a row. */
  take(row: JsonRow, ordinal: number): void;
  /** Checks what was taken. */
  flush(): void;
}

/** The items of one array, in a table of their own. */
interface ItemTable {
  readonly list: readonly string[];
  readonly columns: readonly PlannedColumn[];
  readonly paths: readonly (readonly string[])[];
  readonly table: FieldTable;
  readonly scratch: Scratch;
  bytes: Buffer;
  used: number;
}

const firstBytes = 1 << 16;
const fullBytes = 4 << 20;

/** Undefined where no column is within an array. */
export const createNestedColumns = (
  header: readonly string[],
  columns: readonly PlannedColumn[],
): NestedColumns | undefined => {
  const tables = itemTables(header, columns);
  if (tables.length === 0) return undefined;
  let index: RowIndex;
  let violations: IntList;
  const flush = (items: ItemTable): void => {
    checkItems(items, index.lines, violations);
    items.table.rows = 0;
    items.used = 0;
  };
  return {
    begin: (nextIndex, nextViolations) => {
      index = nextIndex;
      violations = nextViolations;
    },
    take: (row, ordinal) => {
      for (const items of tables)
        for (const item of valuesAt(row, items.list)) {
          addItem(items, item, ordinal);
          if (items.table.rows === items.table.capacity || items.used > fullBytes) flush(items);
        }
    },
    flush: () => {
      for (const items of tables) flush(items);
    },
  };
};

const itemTables = (header: readonly string[], columns: readonly PlannedColumn[]): ItemTable[] => {
  const nested = [...header.entries()].filter(([, name]) => isArrayPath(name));
  const byList = Map.groupBy(nested, ([, name]) => splitAtArray(name).list);
  return [...byList].map(([list, own]) => {
    const table = createFieldTable(own.length);
    return {
      list: stepsOf(list),
      columns: own.map(([column]) => columns[column]!),
      paths: own.map(([, name]) => stepsOf(splitAtArray(name).rest)),
      table,
      scratch: createScratch(table.capacity),
      bytes: Buffer.alloc(firstBytes),
      used: 0,
    };
  });
};

const addItem = (items: ItemTable, item: unknown, ordinal: number): void => {
  const { table, paths } = items;
  for (const [column, path] of paths.entries()) {
    const text = exactText(valuesAt(item, path)[0]);
    makeRoom(items, Buffer.byteLength(text));
    const field = table.rows * table.width + column;
    table.starts[field] = items.used;
    items.used += items.bytes.write(text, items.used);
    table.ends[field] = items.used;
  }
  table.ordinals[table.rows] = ordinal;
  table.rows += 1;
};

const makeRoom = (items: ItemTable, bytes: number): void => {
  if (items.used + bytes + 8 <= items.bytes.length) return;
  const larger = Buffer.alloc(Math.max(items.bytes.length * 2, items.used + bytes + 8));
  items.bytes.copy(larger);
  items.bytes = larger;
};

const checkItems = ({ columns, table, scratch, bytes }: ItemTable, rowLines: Int32Array, violations: IntList): void => {
  if (table.rows === 0) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const [column, planned] of columns.entries())
    checkColumn(
      planned,
      { bytes, view, table, column, scratch, facts: createFacts(), rowLines, kernel: undefined },
      (row, ruleIndex) => violations.pushPair(table.ordinals[row]!, ruleIndex),
      () => undefined,
    );
};
