import { expect, it } from 'vitest';
import { loadConfig } from '../../../packages/server/src/config/load.ts';
import { company } from './catalogue/company.ts';
import { serverSettings } from './server-settings.ts';

const env = { WAREHOUSE: 'postgres://someone:secret@127.0.0.1:5432/postgres' };

it('the server takes the settings, which name every pipeline and what it depends on', () => {
  const config = loadConfig({ env, overrides: serverSettings('env:WAREHOUSE') });
  expect(config.pipelines.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(
    company.map(({ namespace, name }) => `${namespace}/${name}`),
  );
  expect(config.pipelines.flatMap(({ dependsOn }) => dependsOn).length).toBeGreaterThan(5);
  expect(config.spanRules.map(({ rootSpan }) => rootSpan)).toEqual(['job *', 'job *']);
  expect(config.auditTables).toMatchObject([{ environment: 'simulated', namespace: 'finance' }]);
});

it('every pipeline is due by its program or by the settings', () => {
  const { pipelines } = loadConfig({ env, overrides: serverSettings('env:WAREHOUSE') });
  for (const [index, { kind }] of company.entries())
    expect(pipelines[index]?.schedule === undefined).toBe(kind === 'sdk' || kind === 'by-hand');
});
