import { canonicalDataset, type Dataset, fileNamespace } from './dataset.ts';

/** The dataset as one address: `postgres://db:5432/shop.public.orders`, `file:/in/orders.csv`, `s3://lake/raw/orders`. */
export const datasetAddress = ({ namespace, name }: Dataset): string => {
  if (!namespace.includes('://')) return `${namespace}:${name}`;
  return `${namespace}/${name.replace(/^\//u, '')}`;
};

/** Two letters and more: `C:\in` is a path. */
const scheme = /^([a-z][a-z0-9+.-]+):/iu;

/**
 * The dataset that an address names. Without a scheme it is the path of a file, which stays relative when it is.
 * @returns undefined where the address names a place and nothing in it
 */
export const readDatasetAddress = (address: string): Dataset | undefined => {
  const text = address.trim();
  if (text === '') return undefined;
  const [, found] = scheme.exec(text) ?? [];
  if (found === undefined) return canonicalDataset({ namespace: fileNamespace, name: text });
  const rest = text.slice(found.length + 1);
  if (found.toLowerCase() === fileNamespace) return fileOf(rest);
  if (!rest.startsWith('//')) return rest === '' ? undefined : { namespace: found.toLowerCase(), name: rest };
  const slash = rest.indexOf('/', 2);
  const name = slash === -1 ? '' : rest.slice(slash + 1);
  return name === '' ? undefined : canonicalDataset({ namespace: `${found}:${rest.slice(0, slash)}`, name });
};

/** `file:/in/a.csv`, `file:///in/a.csv`, `file:in/a.csv`, `file:///C:/in/a.csv`, `file://server/share/a.csv`. */
const fileOf = (rest: string): Dataset | undefined => {
  const path = rest.replace(/^\/\/(?=\/)/u, '').replace(/^\/(?=[a-z]:[\\/])/iu, '');
  return path === '' || path === '/' ? undefined : canonicalDataset({ namespace: fileNamespace, name: path });
};
