import { readFile } from 'node:fs/promises';
import { attributeDefinitions } from '@sightglass/model';
import { expect, it } from 'vitest';
import { openTelemetryNames, telemetryReference } from './telemetry-reference.ts';

it('docs/reference/events-and-attributes.md says what the model says; `npm run docs` writes it anew', async () => {
  expect(await readFile(new URL('../../docs/reference/events-and-attributes.md', import.meta.url), 'utf8')).toBe(
    telemetryReference(),
  );
});

it('names that are not of OpenTelemetry stand in a namespace of ours', () => {
  const names = Object.values(attributeDefinitions).map(({ name }) => name);
  const own = names.filter((name) => !openTelemetryNames.has(name));
  expect(own.filter((name) => !/^(?:pipeline|sightglass)\./u.test(name))).toEqual([]);
  expect([...openTelemetryNames].filter((name) => !(names as string[]).includes(name))).toEqual([]);
});
