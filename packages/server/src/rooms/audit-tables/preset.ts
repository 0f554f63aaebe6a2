import { auditColumns } from '@sightglass/model';

const { updatedAt, ...columns } = auditColumns;

/** How the table `auditTo` of the SDK writes is read. */
export const sightglassPreset = { columns, cursor: { column: updatedAt } } as const;
