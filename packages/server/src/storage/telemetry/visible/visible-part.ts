/** What somebody may see of all telemetry. Patterns are exact names, or globs: `*` is any text, `?` one character. */
export interface VisiblePart {
  /** Patterns of namespaces: all pipelines of these. */
  readonly namespaces: readonly string[];
  /** Pipelines beside those. */
  readonly pipelines: readonly NamedPipeline[];
  /** Patterns of services: what they send that is of no pipeline. */
  readonly services: readonly string[];
  /** Patterns of databases and APIs, by their names in the configuration or in telemetry. */
  readonly systems: readonly string[];
  /** Pipelines of which some records name a namespace and others none. */
  readonly mixed: readonly MixedPipeline[];
}

export interface NamedPipeline {
  readonly namespace: string;
  readonly name: string;
}

export interface MixedPipeline {
  readonly name: string;
  /** Those of its runs; `default` is among them where a run has no other. */
  readonly namespaces: readonly string[];
}

/** Records that name no namespace are of it. */
export const unnamedNamespace = 'default';

/** Whether a pipeline is in the part; of one that is mixed, records that name no namespace are of `default` if any run is. Pure. */
export const isVisiblePipeline = (part: VisiblePart, { namespace, name }: NamedPipeline): boolean => {
  if (name === '') return false;
  if (!isUnnamed(namespace)) return isNamedVisible(part, { namespace, name });
  const owners = part.mixed.find((one) => one.name === name)?.namespaces ?? [unnamedNamespace];
  const asked = owners.includes(unnamedNamespace) ? [unnamedNamespace] : owners;
  return asked.every((owner) => isNamedVisible(part, { namespace: owner, name }));
};

/** Whether what a service sends is in the part, where it is of no pipeline. Pure. */
export const isVisibleService = ({ services }: VisiblePart, service: string): boolean => isLike(services, service);

/** Whether a database or an API is in the part, by its name. Pure. */
export const isVisibleSystem = ({ systems }: VisiblePart, system: string): boolean => isLike(systems, system);

/** A record; what it does not name is null. */
export interface NamesOfRecord {
  readonly namespace: string | null;
  readonly pipeline: string | null;
  readonly service: string;
}

/** Whether a record is in the part: by its pipeline, and only where it has none by its service. Pure. */
export const isVisibleRecord = (part: VisiblePart, { namespace, pipeline, service }: NamesOfRecord): boolean =>
  pipeline === null || pipeline === ''
    ? isVisibleService(part, service)
    : isVisiblePipeline(part, { namespace: namespace ?? '', name: pipeline });

/** Whether a namespace is one of a pattern, whatever pipeline. Pure. */
export const isVisibleNamespace = ({ namespaces }: VisiblePart, namespace: string): boolean =>
  isLike(namespaces, namespace || unnamedNamespace);

export const isUnnamed = (namespace: string): boolean => namespace === '' || namespace === unnamedNamespace;

const isNamedVisible = ({ namespaces, pipelines }: VisiblePart, { namespace, name }: NamedPipeline): boolean =>
  isLike(namespaces, namespace) || pipelines.some((one) => one.namespace === namespace && one.name === name);

export const isLike = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => (isGlob(pattern) ? fitsGlob(Array.from(pattern), Array.from(text)) : pattern === text));

/** In steps at most the product of both lengths, which a regular expression with several `*` is not. */
const fitsGlob = (glob: readonly string[], text: readonly string[]): boolean => {
  let [at, read, star, from] = [0, 0, -1, 0];
  while (read < text.length) {
    if (glob[at] === '*') [star, from, at] = [at, read, at + 1];
    else if (at < glob.length && (glob[at] === '?' || glob[at] === text[read])) [at, read] = [at + 1, read + 1];
    else if (star >= 0) [from, at, read] = [from + 1, star + 1, from + 1];
    else return false;
  }
  return glob.slice(at).every((character) => character === '*');
};

export const isGlob = (pattern: string): boolean => /[*?]/u.test(pattern);

/** The regular expression of a glob, the same for JavaScript and RE2 but for `(?s)`. */
export const globText = (glob: string): string =>
  `^${glob
    .replaceAll(/[\\^$.|+()[\]{}]/gu, '\\$&')
    .replaceAll(/\*+/gu, '.*')
    .replaceAll('?', '.')}$`;
