import { type ContractInput, encodingNamed } from '@sightglass/model/contract';
import { z } from 'zod';
import type { ResourcePaths } from './foreign-keys.ts';
import { given } from '../given.ts';
import { type Imported, keysBeyond, unlessEmpty } from './imported.ts';
import { fromTableSchema, tableSchema } from './table-schema.ts';

const dialect = z.looseObject({
  delimiter: z.string().optional(),
  quoteChar: z.string().optional(),
  header: z.boolean().optional(),
  doubleQuote: z.boolean().optional(),
  escapeChar: z.string().optional(),
  commentChar: z.string().optional(),
  skipInitialSpace: z.boolean().optional(),
  headerRows: z.array(z.int()).optional(),
});

/** A Frictionless Data Resource holds the schema of its table, https://datapackage.org/standard/data-resource/ */
export const dataResource = z.looseObject({
  name: z.string().optional(),
  encoding: z.string().optional(),
  dialect: dialect.default({}),
  schema: tableSchema,
});
type DataResource = z.output<typeof dataResource>;

/** A Frictionless Data Package holds resources. */
export const dataPackage = z.looseObject({ resources: z.array(z.looseObject({ name: z.string() })).min(1) });

/** What a reader here finds out itself, and what says nothing of the file. */
const needless = ['$schema', 'csvddfVersion', 'lineTerminator', 'type', 'title', 'description'];

/** The header may stand on a later line than the first; on several it cannot. */
const skippedBy = (headerRows: readonly number[] | undefined): number | undefined =>
  headerRows?.length === 1 && headerRows[0]! > 1 ? headerRows[0]! - 1 : undefined;

export const fromDataResource = (
  { name, encoding, dialect: own, schema }: DataResource,
  paths: ResourcePaths = new Map(),
): Imported => {
  const { contract, notes } = fromTableSchema(schema, paths);
  const known = encoding === undefined ? undefined : encodingNamed(encoding);
  const format = unlessEmpty({
    delimiter: own.delimiter,
    quote: own.quoteChar,
    header: own.header,
    escape: own.escapeChar,
    comment: own.commentChar,
    trim: own.skipInitialSpace === true ? true : undefined,
    skipLines: skippedBy(own.headerRows),
    encoding: known,
    ...contract.format,
  });
  return {
    contract: given({ name, ...contract, format }) as ContractInput,
    notes: [
      ...notes,
      ...(encoding === undefined || known !== undefined
        ? []
        : [`encoding ${encoding} is not known here and not carried over`]),
      ...((own.headerRows?.length ?? 0) > 1 ? ['dialect: headerRows of several lines are not carried over'] : []),
      ...(own.doubleQuote === false && own.escapeChar === undefined
        ? ['dialect: doubleQuote false is not carried over; a quote is doubled here']
        : []),
      ...keysBeyond(own, [...needless, ...Object.keys(dialect.shape)]).map(
        (key) => `dialect: ${key} is not carried over`,
      ),
    ],
  };
};
