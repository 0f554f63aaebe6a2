import { expect, test } from 'vitest';
import { type Bump, nextVersion, versionSection } from './version-section.ts';

const change = (type: Bump, summary: string = type) => ({ summary, releases: [{ type }] });

test.each<[string, readonly Bump[], string]>([
  ['0.1.0', ['patch'], '0.1.1'],
  ['0.1.9', ['patch', 'minor', 'none'], '0.2.0'],
  ['1.4.2', ['minor', 'major'], '2.0.0'],
])('%s with changes %j becomes %s', (version, types, next) => {
  expect(
    nextVersion(
      version,
      types.map((type) => change(type)),
    ),
  ).toBe(next);
});

test('changes that bump nothing make no version', () => {
  expect(() => nextVersion('0.1.0', [change('none')])).toThrow(RangeError);
});

test('the gravest change of a version comes first, in its own words', () => {
  expect(versionSection('0.2.0', [change('patch', 'small\n'), change('minor', 'large')])).toBe(
    '## 0.2.0\n\nlarge\n\nsmall\n',
  );
});
