import { quote } from '../literal.ts';
import { allOf, anyOf, likeSql, listSql } from './pattern-sql.ts';
import {
  isUnnamed,
  isVisiblePipeline,
  type NamedPipeline,
  unnamedNamespace,
  type VisiblePart,
} from './visible-part.ts';

/** Where a row names its pipeline. */
export interface NameColumns {
  readonly namespace: string;
  readonly name: string;
  /** Undefined of sums over runs. */
  readonly runId?: string;
}

/** That a row is of a pipeline of the part. Pure. */
export const pipelineSql = (part: VisiblePart, columns: NameColumns): string => {
  const { namespace, name } = columns;
  const saidNone = `${namespace} IN ('', ${quote(unnamedNamespace)})`;
  return allOf([
    `${name} != ''`,
    anyOf([
      allOf([`NOT ${saidNone}`, ownedSql(part, namespace, name)]),
      allOf([saidNone, columns.runId === undefined ? unnamedSums(part, name) : unnamedRows(part, name, columns.runId)]),
    ]),
  ]);
};

/** That a namespace, or the pipeline in it, is of the part. */
const ownedSql = ({ namespaces, pipelines }: VisiblePart, namespace: string, name: string): string =>
  anyOf([likeSql(namespaces, namespace), pairSql(pipelines, namespace, name)]);

/** Of rows that name no namespace, but are not of a mixed pipeline. */
const unmixedSql = (part: VisiblePart, name: string): string => {
  const isAll = isVisiblePipeline({ ...part, pipelines: [], mixed: [] }, { namespace: unnamedNamespace, name: 'any' });
  const alone = part.pipelines.filter((one) => isUnnamed(one.namespace)).map((one) => one.name);
  return isAll ? '1' : listSql(name, alone);
};

const mixedNames = ({ mixed }: VisiblePart): string[] => mixed.map((one) => one.name);

const unnamedSums = (part: VisiblePart, name: string): string => {
  if (part.mixed.length === 0) return unmixedSql(part, name);
  const visible = mixedNames(part).filter((one) => isVisiblePipeline(part, { namespace: '', name: one }));
  return anyOf([allOf([unmixedSql(part, name), `NOT ${listSql(name, mixedNames(part))}`]), listSql(name, visible)]);
};

/** Rows of a mixed pipeline are of the namespace of their run (`rooms/runs/identity/facts-folded.ts`). */
const unnamedRows = (part: VisiblePart, name: string, runId: string): string => {
  if (part.mixed.length === 0) return unmixedSql(part, name);
  const isMixed = listSql(name, mixedNames(part));
  const isOf = (condition: string): string => `(${runId}, ${name}) IN (${namedRuns(part, condition)})`;
  const owned = ownedSql(part, 'Owner', 'KeyPipeline');
  return anyOf([
    allOf([unmixedSql(part, name), anyOf([`NOT ${isMixed}`, `NOT ${isOf('1')}`])]),
    owned === '0' ? '0' : allOf([isMixed, isOf(owned)]),
  ]);
};

/** Runs of mixed pipelines that have a namespace by some of their events. The filter of `runs` does not hold for `merge`: it would ask itself. */
const namedRuns = (part: VisiblePart, condition: string): string =>
  `SELECT RunId, KeyPipeline FROM (
     SELECT RunId, KeyPipeline, multiIf(countIf(KeyNamespace = 'default') = 0 AND countIf(KeyNamespace != '') = 1 AND sum(Started) < 2, max(KeyNamespace), 'default') AS Owner
     FROM (SELECT RunId, KeyPipeline, KeyNamespace, max(StartSeen) AS Started FROM merge(currentDatabase(), '^runs$')
       WHERE ${listSql('KeyPipeline', mixedNames(part))} GROUP BY RunId, KeyPipeline, KeyNamespace)
     GROUP BY RunId, KeyPipeline)
   WHERE Owner != 'default' AND ${condition}`;

const pairSql = (pipelines: readonly NamedPipeline[], namespace: string, name: string): string =>
  pipelines.length === 0
    ? '0'
    : `(${namespace}, ${name}) IN (${pipelines.map((one) => `(${quote(one.namespace)}, ${quote(one.name)})`).join(', ')})`;
