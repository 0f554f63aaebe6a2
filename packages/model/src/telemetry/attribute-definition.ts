export type AttributeType = 'string' | 'int' | 'double' | 'boolean' | 'string[]' | 'int[]' | 'map';

export interface AttributeDefinition {
  readonly name: string;
  readonly type: AttributeType;
  readonly unit?: string;
  readonly description: string;
}

export const define = (name: string, type: AttributeType, description: string, unit?: string): AttributeDefinition =>
  unit === undefined ? { name, type, description } : { name, type, description, unit };
