import {
  type MaintenanceWindow,
  type Rule,
  type RuleScope,
  ruleTypes,
  ruleTypesOfPipelines,
  ruleTypesOfRuns,
} from '@sightglass/model/alerting';
import { z } from 'zod';
import { timeZoneProblem } from '@sightglass/model/schedule';
import { duration } from '../../config/duration.ts';
import { escalationSettings } from './escalation/config-escalation.ts';
import { clockTime, weekdays } from './escalation/config-times.ts';

const pattern = z.string().min(1).max(300);
/** One pattern or several; `*` stands for any text. */
const patterns = z.union([pattern.transform((one) => [one]), z.array(pattern).min(1).max(100)]).optional();
const levels = ['low', 'medium', 'high', 'critical'] as const;
const criticality = z.union([z.enum(levels).transform((one) => [one]), z.array(z.enum(levels)).min(1)]).optional();

const where = z.strictObject({
  pipeline: patterns,
  namespace: patterns,
  owner: patterns,
  criticality,
  database: patterns,
  api: patterns,
});

/** Which parts of `where` fit which rules. */
const partsOf = (what: (typeof changeable)[number]): readonly (keyof z.output<typeof where>)[] => {
  if (ruleTypesOfPipelines.includes(what)) return ['pipeline', 'namespace', 'owner', 'criticality'];
  return what === 'database-down' || what === 'certificate' ? ['database'] : ['api'];
};

/** That nothing can be judged is reported whatever is configured. */
const changeable = ruleTypes.filter((what) => what !== 'not-judged');
const weekMs = 7 * 86_400_000;

const ruleShape = z
  .strictObject({
    id: z.string().regex(/^[\w.-]{1,100}$/u, 'write it with letters, digits, "-", "_" and "."'),
    what: z.enum(changeable),
    where: where.optional(),
    for: duration(0, weekMs).optional(),
    keepFiringFor: duration(0, weekMs).optional(),
    consecutive: z.int().min(2).max(100).optional(),
    mute: z.boolean().default(false),
  })
  .superRefine(({ id, what, where: scope = {}, consecutive, mute, ...times }, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (id.startsWith('default-')) refuse(['id'], `"${id}" begins as those of built-in rules do; choose another`);
    const parts = partsOf(what);
    for (const part of Object.keys(scope))
      if (!parts.includes(part as (typeof parts)[number]))
        refuse(['where', part], `a rule about "${what}" has no "${part}"; it can have ${parts.join(', ')}`);
    if (consecutive !== undefined && !ruleTypesOfRuns.includes(what))
      refuse(['consecutive'], `"${what}" does not show in single runs; write "for" with a time`);
    if (mute && (consecutive !== undefined || times.for !== undefined || times.keepFiringFor !== undefined))
      refuse(['mute'], 'a rule that mutes has no times; leave them out');
  });

const mostRules = 500;

const windowShape = z
  .strictObject({
    name: z.string().min(1).max(100),
    where: where.optional(),
    days: z
      .array(z.enum(weekdays))
      .min(1)
      .default([...weekdays]),
    from: clockTime,
    until: clockTime,
    timeZone: z.string().superRefine((text, context) => {
      const problem = timeZoneProblem(text);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: `"${text}" cannot be read: ${problem}` });
    }),
  })
  .superRefine(({ from, until, where: { pipeline, database, api } = {} }, context) => {
    if (from === until || from === 1_440)
      context.addIssue({ code: 'custom', path: ['until'], message: 'the window has no length; give another time' });
    if ([pipeline, database, api].filter((part) => part !== undefined).length > 1)
      context.addIssue({
        code: 'custom',
        path: ['where'],
        message: 'has several of pipeline, database and api; write a window for each',
      });
  });

/** Own rules of alerting. */
export const alertSettings = {
  ...escalationSettings,
  maintenance: z.array(windowShape).max(100).default([]).describe('weekly times in which nobody is notified'),
  alerts: z
    .array(ruleShape)
    .max(mostRules)
    .default([])
    .superRefine((rules, context) => {
      const ids = rules.map(({ id }) => id);
      for (const [index, id] of ids.entries())
        if (ids.indexOf(id) < index)
          context.addIssue({ code: 'custom', path: [index, 'id'], message: `"${id}" is the id of two rules` });
    })
    .describe('rules that stand over the built-in ones: what opens an incident, when, and what does not'),
};

export type AlertConfig = z.output<(typeof alertSettings)['alerts']>[number];

type ScopeConfig = z.output<typeof where> | undefined;

const scopeOf = ({
  pipeline,
  database,
  api,
  namespace,
  owner,
  criticality: levelsOf,
}: NonNullable<ScopeConfig>): RuleScope => {
  const name = pipeline ?? database ?? api;
  return {
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(owner === undefined ? {} : { owner }),
    ...(levelsOf === undefined ? {} : { criticality: levelsOf }),
  };
};

/** Rules of the configuration as decisions are made by them. */
export const rulesOf = (alerts: readonly AlertConfig[]): Rule[] =>
  alerts.map(({ id, what, where: scope, for: forMs, keepFiringFor, consecutive, mute }) => ({
    id,
    what,
    ...(scope === undefined ? {} : { where: scopeOf(scope) }),
    forMs: forMs ?? 0,
    keepFiringForMs: keepFiringFor ?? 0,
    ...(consecutive === undefined ? {} : { runs: consecutive }),
    ...(mute ? { isMuted: true } : {}),
  }));

type WindowConfig = z.output<(typeof alertSettings)['maintenance']>[number];

/** Weekly windows likewise. */
export const windowsOf = (windows: readonly WindowConfig[]): MaintenanceWindow[] =>
  windows.map(({ name, where: scope = {}, days, from, until, timeZone }) => ({
    name,
    where: { ...kindOf(scope), ...scopeOf(scope) },
    days: days.map((day) => weekdays.indexOf(day)),
    fromMinute: from,
    untilMinute: until % 1_440,
    timeZone,
  }));

const kindOf = ({ pipeline, database, api }: NonNullable<ScopeConfig>): Pick<MaintenanceWindow['where'], 'kind'> => {
  if (pipeline !== undefined) return { kind: 'pipeline' };
  if (database !== undefined) return { kind: 'database' };
  return api === undefined ? {} : { kind: 'api' };
};

export { unreachableSteps } from './escalation/config-escalation.ts';
