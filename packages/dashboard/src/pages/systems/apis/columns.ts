const wide = 'sm:max-lg:hidden';
const middling = 'sm:max-md:hidden';

/** Columns after the name. Where the page is narrow, the page of the API has what is left out here. */
export const columns = [
  { name: 'State', width: 'w-36', side: '', shown: middling },
  { name: 'Available', width: 'w-24', side: 'text-end', shown: '' },
  { name: 'p50', width: 'w-20', side: 'text-end', shown: wide },
  { name: 'p95', width: 'w-20', side: 'text-end', shown: '' },
  { name: 'p99', width: 'w-20', side: 'text-end', shown: wide },
  { name: 'Calls that failed', width: 'w-40', side: '', shown: wide },
  { name: 'Rows affected', width: 'w-24', side: 'text-end', shown: '' },
  { name: 'Quota left', width: 'w-24', side: 'text-end', shown: wide },
  { name: 'Error budget left', width: 'w-28', side: 'text-end', shown: middling },
] as const;
export type ColumnName = (typeof columns)[number]['name'];

/** Classes of the cell of a column. */
export const cellOf = (wanted: ColumnName): string => {
  const column = columns.find(({ name }) => name === wanted);
  return `pl-4 ${column?.side ?? ''} ${column?.shown ?? ''}`;
};
