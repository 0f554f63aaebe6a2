import type { LogFacets } from '@sightglass/model/rest';
import { countOf } from '../../format/number.ts';
import { isSearchable } from '../../logs/query-terms.ts';

export type AttributeFacet = NonNullable<LogFacets['attributes']>[number];

/** What lifecycle events carry; the fields above have most of it. */
export const isOurs = (key: string): boolean => key.startsWith('pipeline.');

/** Attributes that can be filtered by, those of the program itself before ours; else as the server counted them. */
export const orderAttributes = (attributes: readonly AttributeFacet[]): AttributeFacet[] =>
  attributes.filter(({ key }) => isSearchable(key)).toSorted((a, b) => Number(isOurs(a.key)) - Number(isOurs(b.key)));

/** Says of how many records, where these are not all that were found. */
export const attributesTitle = (sample: LogFacets['sample']): string =>
  sample === undefined || sample.isAll ? 'Attributes' : `Attributes of the newest ${countOf(sample.records, 'record')}`;
