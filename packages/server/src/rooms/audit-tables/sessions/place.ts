import type { Target } from '@sightglass/probes';

export interface AuditTablePlace {
  readonly target: Target;
  readonly table: string;
}
