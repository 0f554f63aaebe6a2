import type { RawServerDefault, RawRequestDefaultExpression } from 'fastify';

/** An address without what a proxy puts before all of them. One that comes without it, as from a health check or a proxy that takes it away, is as it is. */
export const withoutBase =
  (basePath: string) =>
  ({ url = '/' }: RawRequestDefaultExpression<RawServerDefault>): string => {
    if (!url.startsWith(basePath)) return url;
    const rest = url.slice(basePath.length);
    if (rest === '' || rest.startsWith('?')) return `/${rest}`;
    return rest.startsWith('/') ? rest : url;
  };
