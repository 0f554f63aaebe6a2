/** What is known of one use of a dataset; what is left out is not known. */
export interface DatasetAmounts {
  readonly rows?: number;
  readonly bytes?: number;
}

/** Says that a dataset was read or written: `writes('postgres://db:5432', 'shop.public.orders', { rows: 250 })`. Counts nothing in the row ledger. */
export type DatasetDeclaration = (namespace: string, name: string, amounts?: DatasetAmounts) => void;
