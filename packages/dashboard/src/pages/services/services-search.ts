import { text } from '../../url/search-params.ts';

/** A part of the names that are shown, as the address holds it. */
export interface ServicesSearch {
  readonly find?: string;
}

export const readServicesSearch = (search: Record<string, unknown>): ServicesSearch => text('find', search);
