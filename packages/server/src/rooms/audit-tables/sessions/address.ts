import type { Target } from '@sightglass/probes';

export interface AuditTableAddress {
  readonly target: Target;
  readonly table: string;
}
