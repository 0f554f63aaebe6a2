import { describe, expect, it } from 'vitest';
import { contractIn, readContract } from './read-contract.ts';

describe('a contract that cannot be used', () => {
  it.each([
    ['an unknown key', 'colums: []', 'c.yaml:1:1: unknown key "colums". Did you mean "columns"?'],
    [
      'one of a column',
      'columns:\n  - name: a\n    typ: int',
      'c.yaml:3:5: columns.a: unknown key "typ". Did you mean "type"?',
    ],
    [
      'an unknown type',
      'columns:\n  - name: a\n    type: intger',
      'c.yaml:3:11: columns.a.type: "intger" is not known. Did you mean "integer"?',
    ],
    [
      'a condition beside a rule',
      `columns:\n  - { name: a, max: 5, when: 'b > 1' }`,
      'c.yaml:2:24: columns.a: "when" belongs to one rule: write max: { value: 5, when: … }',
    ],
    [
      'an expression that assigns',
      `columns: [{ name: a }]\ntable: { expressions: [{ name: e, expression: 'a = "x=="' }] }`,
      'c.yaml:2:47: expression "a = "x=="": write == to compare, not =',
    ],
    [
      'an unknown key of a rule',
      'columns:\n  - {name: a, min: {value: 1, eror: 2}}',
      'c.yaml:2:31: columns.a.min: unknown key "eror". Did you mean "error"?',
    ],
    ['no name', 'columns:\n  - type: date', 'c.yaml:2:5: columns.0.name: is required'],
    ['broken YAML', 'columns: [', 'c.yaml:1:11: '],
    [
      'a tolerance',
      'columns:\n  - {name: a, unique: {error: 5pc}}',
      'must be a count such as 10, a percentage such as 0.5%, or never',
    ],
    [
      'a pattern',
      "columns:\n  - {name: a, pattern: '('}",
      'c.yaml:2:24: column "a": pattern: Invalid regular expression',
    ],
    ['a bound', 'columns:\n  - {name: a, type: date, min: soon}', 'c.yaml:2:32: column "a": min is "soon"'],
    ['a date format', 'columns:\n  - {name: a, type: date, format: abc}', 'c.yaml:2:35: column "a": date format "abc"'],
    ['an expression', 'table:\n  expressions:\n    - {name: e, expression: a >}', 'c.yaml:3:29: expression "a >": '],
    [
      'an expression about a column that is none',
      'columns: [{name: a, type: integer}]\ntable:\n  expressions:\n    - {name: e, expression: nosuch > 3}',
      'c.yaml:4:29: expression "nosuch > 3": Unknown variable: nosuch',
    ],
    [
      'an expression about values that do not go together',
      'columns: [{name: a, type: integer}]\ntable:\n  expressions:\n    - {name: e, expression: a > true}',
      'c.yaml:4:29: expression "a > true": ',
    ],
    ['a column twice', 'columns: [{name: a}, {name: a}]', 'c.yaml:1:29: column "a" is there twice; keep one'],
    ['nothing', '# later\n', 'c.yaml is empty; name the columns in it'],
    [
      'a range of numbers',
      'columns: [{name: a, type: integer, min: {value: 10, warn: 1}, max: 9}]',
      'c.yaml:1:41: min 10 is above the 9 that is the most; nothing fits',
    ],
    [
      'a range of dates',
      'columns: [{name: a, type: date, format: "%d.%m.%Y", min: 02.01.2026, max: 2026-01-01}]',
      'c.yaml:1:58: min 02.01.2026 is above',
    ],
    ['a range of lengths', 'columns: [{name: a, minLength: 3, maxLength: 2}]', 'c.yaml:1:32: minLength 3 is above'],
    ['a range of rows', 'table: {rows: {min: 2, max: 1}}', 'c.yaml:1:21: min 2 is above'],
    ['a CSV', 'id,name\n1,ann\n', 'c.yaml is not a contract, which names the columns of a file in YAML or JSON'],
    ['a list', '- name: a', 'c.yaml is not a contract'],
    ['a number below 0', 'columns: [{name: a, minLength: -1}]', 'columns.a.minLength: must be 0 or more, and is -1'],
    [
      'half a character',
      'columns: [{name: a, minLength: 1.5}]',
      'columns.a.minLength: must be a whole number, and is 1.5',
    ],
    [
      'a count below 0',
      'columns: [{name: a, unique: {error: -1}}]',
      'columns.a.unique.error: must be 0 or more, and is -1',
    ],
    ['text for a list', 'columns: abc', 'c.yaml:1:10: columns: must be a list, and is "abc"'],
    ['a list for an object', 'table: [a]', 'table: must be an object, and is ["a"]'],
    ['no value for one', 'columns: [{name: a, pii: }]', 'columns.a.pii: must be true or false, and is empty'],
    ['an empty name', "columns: [{name: ''}]", 'columns.0.name: must not be empty'],
    [
      'a name too long',
      `columns: [{name: ${'a'.repeat(201)}}]`,
      'name: must be at most 200 characters long, and is 201',
    ],
    ['an empty list', 'columns: [{name: a, allowed: []}]', 'columns.a.allowed: must not be empty'],
    ['a share of more than all', 'error: 150%', 'c.yaml:1:8: error: must be at most 100%'],
    [
      'a warning after the error',
      'columns: [{name: a, unique: {warn: 10, error: 5}}]',
      'c.yaml:1:36: warn 10 is beyond error 5 and would never warn; make it smaller',
    ],
    ['one of all rules', 'warn: 5%\nerror: 0.5%', 'c.yaml:1:7: warn 5% is beyond error 0.5%'],
    [
      'one of an expression',
      'table: {expressions: [{name: e, expression: a > b, warn: 2, error: 1}]}',
      'c.yaml:1:58: warn 2 is beyond error 1',
    ],
  ])('%s', (_, text, message) => {
    expect(() => contractIn(text, 'c.yaml')).toThrow(message);
  });

  it('is no object', () => {
    expect(() => readContract([] as never)).toThrow('contract: must be an object, and is []');
  });

  it('is not there', () => {
    expect(() => readContract('/nowhere/c.yaml')).toThrow('there is no file /nowhere/c.yaml');
  });
});
