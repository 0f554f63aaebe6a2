import type { Severity } from '@sightglass/model';

type Scalar = string | number | bigint | boolean;
/** A bigint is a whole number of 64 bits that a double does not hold. */
export type AttributeValue = Scalar | readonly Scalar[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** What one line says by itself. Absent means that the line does not say it. */
export interface ParsedLine {
  readonly message: string;
  readonly severity?: Severity | undefined;
  readonly atMs?: number | undefined;
  /** The time as the line has it. It is an attribute of the record unless it becomes the record's own time. */
  readonly timeField?: readonly [key: string, value: AttributeValue] | undefined;
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
  readonly attributes: Attributes;
  /** The line, when it holds something that the record does not. */
  readonly original?: string | undefined;
}
