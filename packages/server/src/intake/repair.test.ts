import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyValue, logRecord } from '../wire/_arbitrary.ts';
import { logsRequest, spansRequest, text } from '../wire/_sample.ts';
import { requestTypes } from '../wire/messages.ts';
import { valueText, type AnyValue } from '../wire/value-text.ts';
import { requestTables } from './message-table.ts';
import { repairBody } from './repair.ts';
import { checkWire } from './wire-check.ts';

const bodyOf = (request: Uint8Array): AnyValue => {
  const { resourceLogs } = requestTypes.logs.decode(request) as unknown as {
    resourceLogs: { scopeLogs: { logRecords: { body: AnyValue }[] }[] }[];
  };
  return resourceLogs[0]?.scopeLogs[0]?.logRecords[0]?.body ?? {};
};

describe('repairBody', () => {
  it('leaves nothing deep and loses no record, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(logRecord, { minLength: 1, maxLength: 4 }), anyValue, (records, value) => {
        const body = logsRequest([...records, { body: value as object }]);
        const repaired = repairBody('logs', body);
        expect(checkWire(repaired.body, requestTables.logs)).toMatchObject({
          hasDeepValues: false,
          records: records.length + 1,
        });
      }),
    );
  });

  it('turns what nests too deep into one JSON text that keeps types and exact numbers', () => {
    const deep = {
      kvlistValue: {
        values: [
          {
            key: 'a',
            value: { arrayValue: { values: [{ intValue: '9007199254740993' }, { boolValue: false }, {}, text('x')] } },
          },
          { key: 'unset' },
          {
            key: 'b',
            value: { kvlistValue: { values: [{ key: 'c', value: { arrayValue: { values: [text('"')] } } }] } },
          },
        ],
      },
    };
    const { body } = repairBody('logs', logsRequest([{ body: deep }]));
    expect(bodyOf(body)).toEqual({
      stringValue: '{"a":[9007199254740993,false,null,"x"],"unset":null,"b":{"c":["\\""]}}',
    });
  });

  it('leaves the text of every value as it is', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const body = logsRequest([{ body: value as object }]);
        expect(valueText(bodyOf(repairBody('logs', body).body))).toBe(valueText(bodyOf(body)));
      }),
    );
  });

  it('leaves out spans without valid ids and says how many', () => {
    const valid = { traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8, 2), name: 'kept' };
    const { body, rejectedRecords } = repairBody(
      'traces',
      spansRequest([valid, { name: 'no ids' }, { ...valid, traceId: Buffer.alloc(16) }]),
    );
    expect(rejectedRecords).toBe(2);
    expect(checkWire(body, requestTables.traces)).toMatchObject({ records: 1, invalidRecords: 0 });
  });
});
