import { ownEvents } from '@sightglass/model';
import { ownRequest } from '../../../wire/own-record.ts';
import { type Loss, lossWords } from './losses.ts';

const error = 17;

/** A log record about telemetry that is lost, as an export request. */
export const lossEvent = (loss: Loss, nowMs: number): Uint8Array =>
  ownRequest({
    scope: 'storage',
    records: [
      {
        eventName: ownEvents.telemetryLost.name,
        body: lossWords(loss),
        severityNumber: error,
        atMs: nowMs,
        attributes: { lostTable: loss.table, lostRecords: loss.records, lostFrom: loss.from, lostTo: loss.to },
      },
    ],
  });
