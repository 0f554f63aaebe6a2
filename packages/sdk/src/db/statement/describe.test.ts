import { expect, test } from 'vitest';
import { describeBulk, describeStatement } from './describe.ts';

test.each([
  ['SELECT * FROM public.flights WHERE id = 1', 'SELECT', 'SELECT public.flights'],
  ['insert into "Flights" values (1)', 'INSERT', 'INSERT Flights'],
  ['UPDATE [dbo].[flights] SET a = 1', 'UPDATE', 'UPDATE dbo.flights'],
  ['DELETE FROM ONLY flights', 'DELETE', 'DELETE flights'],
  ['COPY flights FROM STDIN', 'COPY', 'COPY flights'],
  ['WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a', 'INSERT', 'INSERT b'],
  ['BEGIN', 'BEGIN', 'BEGIN'],
  ['EXEC load_day @day', 'EXEC', 'EXEC load_day'],
  ['', 'QUERY', 'QUERY'],
])('%s', (text, operation, summary) => {
  expect(describeStatement(text)).toMatchObject({ operation, summary });
});

test('statements that differ in their data only have one fingerprint', () => {
  const of = (text: string) => describeStatement(text).fingerprint;
  expect(of("SELECT * FROM a WHERE b = 'x'")).toBe(of("select *  from a where b = 'y' -- z"));
  expect(of('SELECT * FROM a WHERE b IN (1,2)')).toBe(of('SELECT * FROM a WHERE b IN (1, 2, 3)'));
  expect(of('SELECT * FROM a')).not.toBe(of('SELECT * FROM b'));
});

test('a bulk load', () => {
  expect(describeBulk('[flights]')).toMatchObject({ operation: 'INSERT BULK', summary: 'INSERT BULK flights' });
});
