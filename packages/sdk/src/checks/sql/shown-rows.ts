import { lineColumn } from '@sightglass/model/contract';
import { visible } from '../visible.ts';
import type { SqlRows } from './messages.ts';

const mostShown = 3;
const mostColumns = 6;

/** The first rows that a query returned: `line 3: id "7", amount "-1"`. */
export const shownRows = ({ columns, rows, lines, secret }: SqlRows): string =>
  rows
    .slice(0, mostShown)
    .map((row, index) => {
      const where = lines[index] === undefined ? [] : [`line ${lines[index]}`];
      const values = columns.flatMap((name, column) =>
        name === lineColumn ? [] : [`${name} ${shownValue(row[column] ?? null, secret[column] === true)}`],
      );
      const shown = `${values.slice(0, mostColumns).join(', ')}${values.length > mostColumns ? ' …' : ''}`;
      return [...where, shown].filter(Boolean).join(': ');
    })
    .join('; ');

const shownValue = (value: string | null, isSecret: boolean): string =>
  value === null ? 'NULL' : visible(value, isSecret);
