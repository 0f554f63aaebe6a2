import { expect, it } from 'vitest';
import { variablesByPath } from '../../../packages/server/src/config/environment.ts';
import { readPage } from '../pages.ts';

const page = readPage('docs/reference/environment.md');
const readers = [
  'packages/sdk/src/config/environment.ts',
  'packages/cli/src/config/environment.ts',
  'packages/cli/src/config/compile-cache.ts',
  'packages/cli/src/child/environment.ts',
];

it('docs/reference/environment.md names every variable that is read or set', () => {
  const names = new Set([
    'SIGHTGLASS_CONFIG',
    ...variablesByPath.values(),
    ...readers.flatMap((path) => readPage(path).match(/\b(?:SIGHTGLASS|OTEL|XDG)_[A-Z_]*[A-Z]\b/gu) ?? []),
  ]);
  names.delete('OTEL_EXPORTER_OTLP_');
  expect([...names].filter((name) => !page.includes(name))).toEqual([]);
  expect([...new Set(page.match(/SIGHTGLASS_[A-Z_]+/gu))].filter((name) => !names.has(name))).toEqual([]);
});

it('docs/operate/troubleshooting.md has a word on every line of `sightglass doctor`', () => {
  const troubles = readPage('docs/operate/troubleshooting.md').toLowerCase();
  const checks = ['machine', 'server', 'checks', 'buffer'].map((file) =>
    readPage(`packages/cli/src/doctor/${file}.ts`),
  );
  const names = checks.flatMap((text) => [...text.matchAll(/(?:ok|warn|fail)\('([\w ]+)'|const name = '([\w ]+)'/gu)]);
  const wanted = names.map(([, direct, named]) => (direct ?? named ?? '').toLowerCase());
  expect(wanted.length).toBeGreaterThan(5);
  expect(wanted.filter((name) => !troubles.includes(name))).toEqual([]);
});
