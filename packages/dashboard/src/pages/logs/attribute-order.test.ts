import { expect, it } from 'vitest';
import { spaced } from '../../format/testing.ts';
import { attributesTitle, orderAttributes } from './attribute-order.ts';

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

it('says of how many records attributes are told', () => {
  expect(spaced(attributesTitle({ records: 20_000, isAll: false }))).toBe('Attributes of the newest 20,000 records');
  expect(attributesTitle({ records: 52, isAll: true })).toBe('Attributes');
});
