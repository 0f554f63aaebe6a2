import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const known = ['port', 'grpcPort', 'type', 'retention', 'host'];

test.each([
  ['prot', 'port'],
  ['tpye', 'type'],
  ['grpcport', 'grpcPort'],
  ['retentoin', 'retention'],
  ['ret', 'retention'],
  ['hots', 'host'],
  ['x', undefined],
  ['colour', undefined],
])('%s is near %s', (given, name) => expect(nearest(given, known)).toBe(name));
