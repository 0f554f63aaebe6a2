import type { Severity } from '@sightglass/model';

export type AttributeValue = string | number | boolean | readonly (string | number | boolean)[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** What one line says by itself. Absent means that the line does not say it. */
export interface ParsedLine {
  readonly message: string;
  readonly severity?: Severity | undefined;
  readonly atMs?: number | undefined;
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
  readonly attributes: Attributes;
}
