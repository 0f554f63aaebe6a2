import { type Expectation, rowKinds } from '@sightglass/model/contract';

const ofEveryFile: readonly string[] = [...rowKinds.map((kind) => `row.${kind}`), 'table.empty'];

/** Whether a contract says it by itself, and it is not expected of every file. */
export const isOfContract = ({ scope, id }: Pick<Expectation, 'scope' | 'id'>): boolean =>
  scope !== 'file' && !ofEveryFile.includes(id);
