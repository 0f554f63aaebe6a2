import { expect, test } from 'vitest';
import { startTestEngine } from '../../../engine/_engine.ts';
import { eventKindOf, eventKinds } from '../../../wire/event-kinds.ts';

test('every event that a view looks for is of the kind for which the view is asked', async () => {
  await using engine = await startTestEngine();
  const views = await engine.telemetry.rows<{ name: string; source: string; condition: string }>(
    `SELECT name, extract(create_table_query, 'FROM [^ ]*[.](logs_with_[a-z_]*)') AS source, extract(create_table_query, 'WHERE (.*)') AS condition
     FROM system.tables WHERE database = currentDatabase() AND engine = 'MaterializedView' AND source != '' AND condition != ''`,
  );
  expect(views.length).toBeGreaterThan(7);
  for (const { name, source, condition } of views) {
    const kind = name.startsWith('run_events') ? eventKinds.ofRuns : eventKinds.ofWork;
    if (source === 'logs_with_run_events') expect(kind, name).toBe(eventKinds.ofRuns);
    const looksFor = /EventName (?:= |IN \()((?:'[^']*'(?:, )?)+)/u.exec(condition)?.[1]?.match(/[^', ]+/gu) ?? [];
    expect(looksFor, name).not.toEqual([]);
    expect(looksFor.map((event) => [event, eventKindOf(event)])).toEqual(looksFor.map((event) => [event, kind]));
  }
});
