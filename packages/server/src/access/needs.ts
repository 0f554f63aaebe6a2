import type { Need } from './decide.ts';

/** What most routes need, as their `config`. */
export const reads = { need: 'telemetry:read' } as const satisfies { need: Need };
export const reports = { need: 'telemetry:write' } as const satisfies { need: Need };
export const open = { need: 'nothing' } as const satisfies { need: Need };
