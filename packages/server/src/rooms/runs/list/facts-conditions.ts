import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { QueryParameters } from '../../../storage/telemetry/bind.ts';
import type { TimeWindow } from '../../../storage/telemetry/search-backwards.ts';
import { withinSql } from '../../../storage/telemetry/time-sql.ts';
import { areUnfinished, maybeUnfinished } from '../facts-unfinished.ts';
import { finishPart, isShown, stateSql } from './facts-run-sql.ts';
import { type Cause, likeOf } from './cause.ts';
import type { Condition } from './condition.ts';
import { usedSystem } from './facts-used-system.ts';
import { weekHourSql } from './hours/facts-week-hours.ts';
import type { OwnerFilter, RunFilter } from './filter.ts';

/** Runs that were ever missed are few, and found without folding the others. */
const maybeMissed = 'RunId IN (SELECT RunId FROM runs WHERE Missed > 0)';

/** That a run of `foldedRuns`, with its `nameColumns`, is one that the filter means; where the list goes on is another condition. */
export const runConditions = (filter: RunFilter, window: TimeWindow, receptionTime: ReceptionTime): Condition => {
  const conditions = [
    plain(isShown),
    ...withinSql('StartedAt', window).map(plain),
    ...equals('PipelineName', 'pipeline', filter.pipeline),
    ...equals('namespace', 'namespace', filter.namespace),
    ...equals('Environment', 'environment', filter.environment),
    ...equals('Version', 'version', filter.version),
    ...equals('RunId', 'runId', filter.runId),
    ...given(filter.idPrefix, (idPrefix) => ({
      sql: 'startsWith(RunId, {idPrefix:String})',
      parameters: { idPrefix },
    })),
    ...given(filter.owner, ownedBy),
    ...given(filter.states, (states) => stateIn(states, receptionTime)),
    ...given(filter.error, (error) => ({
      sql: `positionCaseInsensitiveUTF8(${failureText}, {error:String}) > 0`,
      parameters: { error },
    })),
    ...given(filter.weekHour, (weekHour) => plain(weekHourSql(weekHour, window))),
    ...given(filter.cause, (cause) => ofCause(cause, receptionTime)),
    ...given(filter.system, (system) => usedSystem(system, filter.fromMs)),
    ...withinSql('LastEventAt', { fromMs: filter.activeFromMs, toMs: undefined }).map(plain),
  ];
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND '),
    parameters: Object.assign({}, ...conditions.map(({ parameters }) => parameters)) as QueryParameters,
  };
};

const failureText = `concat(${finishPart('FailureType')}, ': ', ${finishPart('FailureMessage')})`;

const plain = (sql: string): Condition => ({ sql, parameters: {} });

const given = <Value>(value: Value | undefined, condition: (value: Value) => Condition): Condition[] =>
  value === undefined ? [] : [condition(value)];

const equals = (column: string, name: string, value: string | undefined): Condition[] =>
  given(value, (text) => ({ sql: `${column} = {${name}:String}`, parameters: { [name]: text } }));

const pipelineKeySql = String.raw`concat(namespace, '\n', pipeline)`;

const ownedBy = ({ owner, configured }: OwnerFilter): Condition => {
  const keysOf = (pipelines: OwnerFilter['configured']) =>
    pipelines.map(({ namespace, name }) => `${namespace}\n${name}`);
  return {
    sql: `if(has({configuredKeys:Array(String)}, ${pipelineKeySql}), has({ownerKeys:Array(String)}, ${pipelineKeySql}), PipelineOwner = {owner:String})`,
    parameters: {
      owner,
      configuredKeys: keysOf(configured),
      ownerKeys: keysOf(configured.filter((one) => one.owner === owner)),
    },
  };
};

const stateIn = (states: NonNullable<RunFilter['states']>, receptionTime: ReceptionTime): Condition => {
  const narrowed = [
    ...(states.every((state) => state === 'missed') ? [maybeMissed] : []),
    ...(areUnfinished(states) ? [maybeUnfinished] : []),
    `${stateSql(receptionTime)} IN ({states:Array(String)})`,
  ];
  return { sql: narrowed.join(' AND '), parameters: { states } };
};

const ofCause = (cause: Cause, receptionTime: ReceptionTime): Condition => ({
  sql: `${stateSql(receptionTime)} = {causeState:String} AND ${finishPart('FailureType')} = {causeType:String}
    AND ${finishPart('FailureMessage')} LIKE {causeLike:String}
    AND ${finishPart('ExitCode')} = {causeExitCode:String} AND ${finishPart('ExitSignal')} = {causeExitSignal:String}`,
  parameters: {
    causeState: cause.state,
    causeType: cause.type,
    causeLike: likeOf(cause.pattern),
    causeExitCode: cause.exitCode,
    causeExitSignal: cause.exitSignal,
  },
});
