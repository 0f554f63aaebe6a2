import { text } from '../../url/search-params.ts';

/** What the pipelines of the home page are narrowed to, as its address holds it. */
export const readHomeSearch = (search: Record<string, unknown>): { readonly filter?: string } => text('filter', search);
