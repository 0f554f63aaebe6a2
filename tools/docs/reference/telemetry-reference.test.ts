import { attributeDefinitions } from '@sightglass/model';
import { expect, it } from 'vitest';
import { openTelemetryNames } from './telemetry-reference.ts';

it('names that are not of OpenTelemetry stand in a namespace of ours', () => {
  const names = Object.values(attributeDefinitions).map(({ name }) => name);
  const own = names.filter((name) => !openTelemetryNames.has(name));
  expect(own.filter((name) => !/^(?:pipeline|sightglass)\./u.test(name))).toEqual([]);
  expect([...openTelemetryNames].filter((name) => !(names as string[]).includes(name))).toEqual([]);
});
