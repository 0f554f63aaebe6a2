import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { csvLineOf } from './csv.ts';

type FileFormat = 'csv' | 'ndjson';

/** A column of a CSV; empty where nothing is known. Times are RFC 3339 in UTC. */
export type FileColumn<Item> = readonly [name: string, valueOf: (item: Item) => string | number | null | undefined];

/** Of a route that answers a file. */
export const fileResponse = {
  description: 'The file',
  content: { 'text/csv': { schema: z.string() }, 'application/x-ndjson': { schema: z.string() } },
};

export const aboutFiles =
  'CSV (RFC 4180) or NDJSON. In CSV a text that begins as a formula does has an apostrophe before it.';

/** A list as a file to keep: CSV of the columns, or each item whole on a line. */
export const sendListFile = <Item>(
  reply: FastifyReply,
  {
    name,
    format,
    columns,
  }: { readonly name: string; readonly format: FileFormat; readonly columns: readonly FileColumn<Item>[] },
  items: readonly Item[],
): FastifyReply => {
  const isCsv = format === 'csv';
  const lines = isCsv
    ? [
        csvLineOf(columns.map(([column]) => column)),
        ...items.map((item) => csvLineOf(columns.map(([, valueOf]) => valueOf(item)))),
      ]
    : items.map((item) => `${JSON.stringify(item)}\n`);
  return reply
    .type(isCsv ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .send(lines.join(''));
};
