/** Import it under a query of its own for each contender: code that is shared is compiled for all that run through it. */
export interface Rows {
  read(): void;
  written(): void;
  rejected(rows: number, reason: string): void;
}
export type StartStage = (name: string, body: (rows: Rows) => Promise<void>) => Promise<void>;

const batchRows = 10_000;

/** Makes CSV lines, parses and checks them, and sums them up, as a small load does; gives way to others after each batch. */
export const load = async (rows: number, stage: StartStage): Promise<number> => {
  const lines: string[] = [];
  const orders: { readonly id: number; readonly cents: number }[] = [];
  await stage('extract', (count) =>
    inBatches(rows, (row) => {
      count.read();
      lines.push(`${row},customer-${row % 977},${(row * 37) % 10_000}.${row % 100},2026-11-23`);
      count.written();
    }),
  );
  await stage('validate', (count) =>
    inBatches(rows, (row) => {
      count.read();
      const [id, customer = '', amount, day = ''] = (lines[row] ?? '').split(',');
      const cents = Math.round(Number(amount) * 100);
      if (cents % 1_000 === 7 || customer.length < 10 || !day.startsWith('2026'))
        return count.rejected(1, 'bad_amount');
      orders.push({ id: Number(id), cents });
      count.written();
    }),
  );
  const totals = new Map<number, number>();
  await stage('load', (count) =>
    inBatches(rows, (row) => {
      const order = orders[row];
      if (order === undefined) return;
      count.read();
      totals.set(order.id % 977, (totals.get(order.id % 977) ?? 0) + order.cents);
      count.written();
    }),
  );
  return totals.size;
};

const inBatches = async (rows: number, work: (row: number) => void): Promise<void> => {
  for (let row = 0; row < rows; row += 1) {
    work(row);
    if (row % batchRows === 0) await new Promise((resolve) => setImmediate(resolve));
  }
};
