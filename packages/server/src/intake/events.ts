import { messageOf, type OwnTelemetry } from '../events/own-telemetry.ts';

export const intakeEvents = ({ counter, log }: OwnTelemetry) => {
  const bytes = counter('sightglass_intake_bytes_total', 'Bytes of OTLP protobuf made durable', ['signal']);
  const requests = counter('sightglass_intake_requests_total', 'Export requests acknowledged', ['signal']);
  const refused = counter('sightglass_intake_refused_total', 'Export requests refused', ['signal', 'status']);
  const rejectedRecords = counter(
    'sightglass_intake_rejected_records_total',
    'Records left out of an otherwise accepted request',
    ['signal'],
  );
  const repeated = counter(
    'sightglass_intake_repeated_total',
    'Requests known by their idempotency key and not stored again',
    ['signal'],
  );
  return {
    bodyAccepted(signal: string, size: number): void {
      bytes.inc({ signal }, size);
      requests.inc({ signal });
    },
    bodyRefused(signal: string, status: number): void {
      refused.inc({ signal, status: `${status}` });
    },
    bodyRepeated(signal: string): void {
      repeated.inc({ signal });
    },
    intakeFailed(error: unknown): void {
      log('error', `An export request failed for a reason of ours: ${messageOf(error)}`, {
        stack: error instanceof Error ? error.stack : undefined,
      });
    },
    recordsRejected(signal: string, count: number): void {
      rejectedRecords.inc({ signal }, count);
    },
  };
};
export type IntakeEvents = ReturnType<typeof intakeEvents>;
