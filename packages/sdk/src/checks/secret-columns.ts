import type { Contract } from '@sightglass/model/contract';

/** Whether a column holds personal data, or an object with such data within: `customer` where `customer.email` is personal. */
export const secretColumns = ({ columns }: Contract): ((name: string) => boolean) => {
  const secret = columns.filter(({ pii }) => pii).map(({ name }) => name);
  const names = new Set(secret);
  return (name) => names.has(name) || secret.some((one) => one.startsWith(`${name}.`) || one.startsWith(`${name}[]`));
};
