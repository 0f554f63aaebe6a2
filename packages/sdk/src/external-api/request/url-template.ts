import { looksSecret, safePath } from '@sightglass/model';

/** A path with its ids left open, as `url.template` has it: `/airports/{iata}`. */
export type UrlTemplate = string;

export type PathValues = Readonly<Record<string, string | number>>;

const placeholder = /\{(\w+)\}/gu;

/** The path with its placeholders filled in, percent-encoded. Raises TypeError naming one that has no value, or one that leads elsewhere. */
export const expandTemplate = (template: UrlTemplate, values: PathValues = {}): string =>
  template.replace(placeholder, (_open, name: string) => {
    const value = values[name];
    if (value === undefined || value === '') {
      throw new TypeError(`${template} needs a value for {${name}}; give it as params: { ${name}: … }`);
    }
    if (value === '.' || value === '..') {
      throw new TypeError(`${template}: {${name}} cannot be "${value}", which leads to another path`);
    }
    return encodeURIComponent(value);
  });

/** A template as a test of paths. */
const matcherOf = (template: UrlTemplate): RegExp =>
  new RegExp(`^${template.split(placeholder).map(patternOf).join('')}/?$`, 'u');

/** `split` by a pattern with a group yields text and placeholder names in turn. */
const patternOf = (part: string, index: number): string =>
  index % 2 === 1 ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

const longestSegment = 40;
const mostSegments = 12;
const isId = (segment: string): boolean =>
  segment.length > longestSegment ||
  /^\d+$/u.test(segment) ||
  /^[0-9a-f-]{8,}$/iu.test(segment) ||
  /%|@/u.test(segment) ||
  looksSecret(segment) ||
  (/\d/u.test(segment) && !/^v\d+(\.\d+)?$/u.test(segment));

/** What a path of an unknown endpoint counts as: segments that look like ids are left open. */
export const guessTemplate = (path: string): UrlTemplate => {
  const segments = path.split('/').map((segment) => (isId(segment) ? '{id}' : segment));
  return segments.length > mostSegments ? `${segments.slice(0, mostSegments).join('/')}/…` : segments.join('/');
};

/** The name of an endpoint: a template without its query, and without secrets that stand in it. */
export const namedTemplate = (template: UrlTemplate): UrlTemplate => safePath(template.replace(/\?.*$/u, ''));

export const otherEndpoint: UrlTemplate = '/{other}';

/** Finds the template of a path. It knows at most `most`; paths beyond that are one. */
export const createTemplates = (declared: readonly UrlTemplate[], most = 100) => {
  const matchers = declared.map((template) => ({ template, matcher: matcherOf(template) }));
  const known = new Set(declared);
  return (path: string): UrlTemplate => {
    const template = matchers.find(({ matcher }) => matcher.test(path))?.template ?? guessTemplate(path);
    if (known.has(template)) return template;
    if (known.size >= most) return otherEndpoint;
    known.add(template);
    return template;
  };
};
export type Templates = ReturnType<typeof createTemplates>;
