/** What stands before every address of this server, as its page has it: "", or such as "/sightglass" behind a proxy. */
const basePath: string =
  typeof document === 'undefined'
    ? ''
    : (document.querySelector<HTMLMetaElement>('meta[name="sightglass-base"]')?.content ?? '');

export const routerBase = basePath === '' ? '/' : basePath;

/** An address of this server, which begins with "/", as the browser has it. */
export const withBase = (path: string): string => `${basePath}${path}`;

/** An address of the browser, as the routes have it. */
export const withoutBase = (path: string): string =>
  basePath !== '' && path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path;

/** Where programs reach this server. */
export const serverUrl = (): string => `${location.origin}${basePath}`;
