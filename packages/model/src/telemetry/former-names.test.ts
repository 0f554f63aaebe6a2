import { expect, test } from 'vitest';
import { attributeDefinitions } from './attributes.ts';
import { formerNameOf, nameNow, otherBeginningsOf, otherNameOf } from './former-names.ts';

test.each([
  ['dependency.name', 'pipeline.dependency.name'],
  ['dependency.errors.timeout', 'pipeline.dependency.errors.timeout'],
  ['process.exit.signal', 'pipeline.process.exit.signal'],
  ['db.transaction.finished', 'pipeline.db.transaction.finished'],
])('%s is %s now', (former, now) => {
  expect([nameNow(former), formerNameOf(now)]).toEqual([now, former]);
  expect([nameNow(now), formerNameOf(former)]).toEqual([now, undefined]);
  expect([otherNameOf(former), otherNameOf(now)]).toEqual([now, former]);
});

test.each(['db.query.text', 'pipeline.db.calls', 'pipeline.run.id', 'dependencyname', 'pipeline.', ''])(
  '%j has one name',
  (name) => {
    expect([nameNow(name), formerNameOf(name), otherNameOf(name)]).toEqual([name, undefined, undefined]);
  },
);

test('no name that is sent has to be read as another', () => {
  const names = Object.values(attributeDefinitions).map(({ name }) => name);
  expect(names.filter((name) => nameNow(name) !== name)).toEqual([]);
});

test.each([
  ['dependency.st', ['pipeline.dependency.st']],
  ['pipeline.dependency.st', ['dependency.st']],
  ['dep', ['pipeline.dependency.']],
  ['pipeline.de', ['dependency.']],
  ['db.', ['pipeline.db.transaction.finished', 'pipeline.db.statements.counted', 'pipeline.db.query.plan.captured']],
  ['pipeline.run', []],
  ['db.transaction.finished', ['pipeline.db.transaction.finished']],
])('what begins like %j may begin like %j', (beginning, others) => {
  expect(otherBeginningsOf(beginning)).toEqual(others);
});
