import type { SystemKind } from '@sightglass/model';

/** The list of runs that used a system and went on in a time: what is behind a point of a chart. */
export const runsOfSystem = (
  system: { readonly kind: SystemKind; readonly name: string },
  time: { readonly fromMs: number; readonly toMs: number },
) =>
  ({
    to: '/runs',
    search: {
      system: `${system.kind}:${system.name}`,
      from: new Date(time.fromMs).toISOString(),
      to: new Date(time.toMs).toISOString(),
    },
  }) as const;
