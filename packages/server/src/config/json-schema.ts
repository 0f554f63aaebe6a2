import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Whether zod can read a JSON Schema; absent is fine. */
export const isReadableSchema = (schema: JsonSchema | undefined): boolean => {
  if (schema === undefined) return true;
  try {
    z.fromJSONSchema(schema);
    return true;
  } catch {
    return false;
  }
};
