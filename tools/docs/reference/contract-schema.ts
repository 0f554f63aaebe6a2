import { contractSchema } from '@sightglass/model/contract';

/** The text of docs/reference/contract.schema.json. */
export const contractSchemaText = (): string => `${JSON.stringify(contractSchema(), undefined, 2)}\n`;
