import { parseDocument } from 'yaml';
import { readFile } from 'node:fs/promises';
import { ContractError } from '../contract/contract-error.ts';
import { given, type Imported } from './imported.ts';
import { fromOdcs, odcsContract } from './odcs.ts';
import { dataResource, fromTableSchema, tableSchema } from './table-schema.ts';

/** Reads a Frictionless Table Schema or an ODCS contract, YAML or JSON; `table` names one of several. Raises ContractError. */
export const importContract = async (file: string, table?: string): Promise<Imported> => {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ContractError(`${file} cannot be read: ${error.message}`, { cause: error });
  });
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new ContractError(`${file}: ${problem.message}`);
  return importedFrom(document.toJS(), file, table);
};

const importedFrom = (content: unknown, file: string, table: string | undefined): Imported => {
  const odcs = odcsContract.safeParse(content);
  if (odcs.success) {
    const imported = fromOdcs(odcs.data, table);
    if (imported !== undefined) return imported;
    const names = odcs.data.schema.map(({ name }) => name).join(', ');
    throw new ContractError(`${file} has no table «${table}»; it has ${names}`);
  }
  const resource = dataResource.safeParse(content);
  if (resource.success) {
    const { contract, notes } = fromTableSchema(resource.data.schema);
    return { contract: { ...given({ name: resource.data.name }), ...contract }, notes };
  }
  const schema = tableSchema.safeParse(content);
  if (schema.success) return fromTableSchema(schema.data);
  const isOdcs = typeof content === 'object' && content !== null && 'kind' in content;
  const [issue] = (isOdcs ? odcs : schema).error.issues;
  throw new ContractError(
    `${file} is neither a Frictionless Table Schema nor an ODCS contract: ${issue?.path.join('.')}: ${issue?.message}`,
  );
};
