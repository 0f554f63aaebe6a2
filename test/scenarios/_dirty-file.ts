import { readFile } from 'node:fs/promises';
import { rejectedLines } from '@sightglass/example-flights';
import type { ContractHealthPage, RunChecks } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { type Flights, stageOf } from './_flights.ts';

const linesOf = async (file: string): Promise<string[]> => (await readFile(file, 'latin1')).trimEnd().split('\n');

/** What is wrong in a file is the same in all that is shown of it. */
export const dirtyFileScenario = (flights: Flights): void => {
  test('dirty-file: ledger, check results and reject file tell the same rows for the same reasons', async () => {
    const started = flights.startRun('dirty-file');
    expect(await started.ended).toBe(0);
    const run = await started.readRun();
    const validate = stageOf(run, 'validate');
    const checks = await flights.get<RunChecks>(`/api/v1/runs/${run.runId}/checks`);
    const [file] = checks.items;
    const rejected = 162;

    expect(run).toMatchObject({ state: 'succeeded', balanced: true, rows: { read: 16_998, rejected } });
    expect(validate.rows).toMatchObject({ read: 16_998, written: 16_998 - rejected, rejected });
    expect(validate.rejectedByReason).toEqual(rejectedLines);

    expect(checks).toMatchObject({ files: 1, counts: { warn: 1 } });
    expect(file).toMatchObject({
      contract: 'daily-drop',
      stageName: 'validate',
      result: 'warn',
      rows: 16_998,
      rejected,
    });
    const broken = file?.results.filter((result) => result.broken > 0).map((one) => [one.expectation, one.broken]);
    expect(Object.fromEntries(broken ?? [])).toEqual(rejectedLines);

    const delivered = await linesOf(file?.file ?? '');
    const [heading, ...rejects] = await linesOf(file?.rejectFile ?? '');
    expect(heading).toBe(`_line,_reasons,${delivered[0]}`);
    const kept = rejects.map((row) => /^(?<line>\d+),(?<reason>[^,]+),(?<bytes>.*)$/u.exec(row)?.groups);
    const byReason = Map.groupBy(kept, (row) => row?.['reason']);
    expect(Object.fromEntries([...byReason].map(([reason, rows]) => [reason, rows.length]))).toEqual(rejectedLines);
    expect(kept.map((row) => row?.['bytes'])).toEqual(kept.map((row) => delivered[Number(row?.['line']) - 1]));

    const { items } = await flights.get<ContractHealthPage>('/api/v1/checks?pipeline=daily-flights');
    expect(items).toMatchObject([{ contract: 'daily-drop', result: 'warn', filesChecked: 1 }]);
    expect(items[0]?.columns.map(({ column, broken: rows }) => [column, rows])).toEqual([
      ['date', rejectedLines['date.type']],
      ['distance', rejectedLines['distance.min']],
      ['delay', rejectedLines['delay.type']],
      ['origin', rejectedLines['origin.pattern']],
    ]);
  });
};
