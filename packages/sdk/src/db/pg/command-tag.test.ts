import { expect, test } from 'vitest';
import { sanitiseSql } from '@sightglass/model';
import { affectedBy, copiedOut, statementsIn, transactionStep } from './command-tag.ts';

const lazily = (text: string) => () => statementsIn(sanitiseSql(text))[0] ?? '';

test.each([
  ['BEGIN', 'begin transaction isolation level serializable', 'begin', false],
  ['START TRANSACTION', 'START TRANSACTION READ ONLY', 'begin', false],
  ['COMMIT', 'commit', 'commit', false],
  ['COMMIT', 'END', 'commit', false],
  ['COMMIT', '/* nightly */ commit and chain', 'commit', true],
  ['COMMIT', 'COMMIT AND NO CHAIN', 'commit', false],
  ['ROLLBACK', 'ROLLBACK', 'rollback', false],
  ['ROLLBACK', 'abort', 'rollback', false],
  ['ROLLBACK', 'rollback and  chain', 'rollback', true],
  ['ROLLBACK', 'ROLLBACK TO a', 'savepoint', false],
  ['ROLLBACK', '-- back\nrollback work to savepoint "commit"', 'savepoint', false],
  ['ROLLBACK', 'COMMIT', 'refused', false],
  ['ROLLBACK', '-- done\n/* now */ commit and chain', 'refused', true],
  ['ROLLBACK', 'END TRANSACTION', 'refused', false],
  ['ROLLBACK', "PREPARE TRANSACTION 'x'", 'refused', false],
  ['PREPARE TRANSACTION', "PREPARE TRANSACTION 'x'", 'prepared', false],
  ['COMMIT PREPARED', "COMMIT PREPARED 'x'", undefined, false],
  ['ROLLBACK PREPARED', "ROLLBACK PREPARED 'x'", undefined, false],
  ['SAVEPOINT', 'SAVEPOINT rollback', undefined, false],
  ['INSERT 0 1', "INSERT INTO t VALUES ('COMMIT AND CHAIN')", undefined, false],
])('%s of %s: %s', (tag, text, step, chains) => {
  expect(transactionStep(tag, lazily(text))).toEqual({ step, chains });
});

test.each([
  ['INSERT 0 5', 'INSERT INTO t SELECT 1', 5, 0],
  ['UPDATE 0', 'UPDATE t SET n = 1', 0, 0],
  ['MERGE 7', 'MERGE INTO t USING s ON true', 7, 0],
  ['SELECT 9', 'SELECT * FROM t', undefined, 0],
  ['SELECT 9', "SELECT 'a' || ' INTO b' FROM t", undefined, 0],
  ['SELECT 1', 'WITH new AS (INSERT INTO t VALUES (1) RETURNING n) SELECT count(*) FROM new', undefined, 0],
  ['SELECT 9', 'WITH new AS (INSERT INTO t VALUES (1) RETURNING n) SELECT * INTO u FROM new', 9, 0],
  ['SELECT 9', 'SELECT * INTO TEMP TABLE u FROM t', 9, 0],
  ['SELECT 9', 'create table u as select * from t', 9, 0],
  ['COPY 4', 'COPY t FROM STDIN', 4, 0],
  ['COPY 4', "COPY t FROM '/x/to stdout'", 4, 0],
  ['COPY 4', 'COPY (SELECT * FROM t) TO STDOUT', undefined, 4],
  ['FETCH 3', 'FETCH 3 FROM c', undefined, 0],
  ['CREATE TABLE', 'CREATE TABLE t (n int)', undefined, 0],
])('%s of %s: %o rows affected, %i copied out', (tag, text, affected, copied) => {
  expect(affectedBy(tag, lazily(text))).toBe(affected);
  expect(copiedOut(tag, lazily(text))).toBe(copied);
});

test('statements of a text are known by their place', () => {
  expect(statementsIn(sanitiseSql("BEGIN; -- a; b\nINSERT INTO t VALUES ('; COMMIT');\n;ROLLBACK TO a;"))).toEqual([
    'BEGIN',
    'INSERT INTO t VALUES (?)',
    'ROLLBACK TO a',
  ]);
});
