import { type ContractInput, encodingNamed } from '@sightglass/model/contract';
import { z } from 'zod';
import { given, type Imported, keysBeyond, unlessEmpty } from './imported.ts';
import { fromTableSchema, tableSchema } from './table-schema.ts';

const dialect = z.looseObject({
  delimiter: z.string().optional(),
  quoteChar: z.string().optional(),
  header: z.boolean().optional(),
  doubleQuote: z.boolean().optional(),
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

export const fromDataResource = ({ name, encoding, dialect: own, schema }: DataResource): Imported => {
  const { contract, notes } = fromTableSchema(schema);
  const known = encoding === undefined ? undefined : encodingNamed(encoding);
  const format = unlessEmpty({
    delimiter: own.delimiter,
    quote: own.quoteChar,
    header: own.header,
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
      ...(own.doubleQuote === false ? ['dialect: doubleQuote false is not carried over; a quote is doubled here'] : []),
      ...keysBeyond(own, [...needless, ...Object.keys(dialect.shape)]).map(
        (key) => `dialect: ${key} is not carried over`,
      ),
    ],
  };
};
