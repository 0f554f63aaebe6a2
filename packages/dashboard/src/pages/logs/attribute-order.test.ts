import { expect, it } from 'vitest';
import { orderAttributes } from './attribute-order.ts';

const facet = (key: string) => ({ key, records: 1, distinctValues: 1, values: [] });

it('puts what programs say before what lifecycle events carry, and leaves out what no search can name', () => {
  const keys = ['pipeline.name', 'table', 'two words', 'pipeline.run.id', 'http.response.status_code'];
  expect(orderAttributes(keys.map(facet)).map(({ key }) => key)).toEqual([
    'table',
    'http.response.status_code',
    'pipeline.name',
    'pipeline.run.id',
  ]);
});
