import { z } from 'zod';
import { contractShape } from './shape.ts';

/** JSON Schema of a contract as it is written, for editors. */
export const contractSchema = (): object => z.toJSONSchema(contractShape, { io: 'input' });
