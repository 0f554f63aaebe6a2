import type { Foundations } from './foundations.ts';
import type { OpenStream } from './http/event-stream.ts';
import type { Plans } from './plans/plans.ts';
import {
  isVisibleNamespace,
  isVisiblePipeline,
  isVisibleService,
  isVisibleSystem,
  type VisiblePart,
} from './storage/telemetry/visible/visible-part.ts';

/**
 * The foundations as somebody has them who sees a part of all telemetry. Rooms built on these hold nothing else: neither what they query, nor
 * what they keep in memory, nor what the configuration names.
 */
export const foundationsOfPart = (whole: Foundations, part: VisiblePart, openStream: OpenStream): Foundations => {
  const { config, telemetry, plans, spanRules } = whole;
  return {
    ...whole,
    part,
    state: stateOfNobody,
    config: {
      ...config,
      pipelines: config.pipelines.filter((one) => isVisiblePipeline(part, one)),
      dependencies: config.dependencies.filter(({ name }) => isVisibleSystem(part, name)),
      apis: config.apis.filter(({ name }) => isVisibleSystem(part, name)),
      spanRules: config.spanRules.filter(({ namespace }) => isVisibleNamespace(part, namespace)),
      auditTables: [],
    },
    telemetry: telemetry.limitedTo(part),
    plans: plansOfPart(plans, part),
    spanRules: rulesOfPart(spanRules, part),
    openStream,
  };
};

/** What the state holds is of everybody: a room that does not say how it limits that gets nothing of it. */
const refuseState = async (): Promise<never> => {
  throw new Error('The state holds what is of everybody; "stateOfAll" is for rooms that show a part of it.');
};
const stateOfNobody: Foundations['state'] = {
  query: refuseState,
  transaction: refuseState,
  ping: refuseState,
  lead: refuseState,
  [Symbol.asyncDispose]: async () => {},
};

const plansOfPart = (plans: Plans, part: VisiblePart): Plans => ({
  ...plans,
  configured: plans.configured.filter((one) => isVisiblePipeline(part, one)),
  of: (pipeline) => (isVisiblePipeline(part, pipeline) ? plans.of(pipeline) : undefined),
  sinceMs: (pipeline) => (isVisiblePipeline(part, pipeline) ? plans.sinceMs(pipeline) : undefined),
});

/** A rule makes runs of a namespace, of spans of a service: both have to be somebody's own. Whose the namespace is not neither sees nor changes it. */
const rulesOfPart = ({ list, add, remove }: Foundations['spanRules'], part: VisiblePart): Foundations['spanRules'] => {
  const visible = () => list().filter(({ rule }) => isVisibleNamespace(part, rule.namespace));
  return {
    list: visible,
    add: async (rule) => {
      if (!isVisibleNamespace(part, rule.namespace)) throw new NotOfYourTeamsError('namespace', rule.namespace);
      if (!isVisibleService(part, rule.service)) throw new NotOfYourTeamsError('service', rule.service);
      return add(rule);
    },
    remove: async (id) => (visible().some((one) => one.id === id) ? remove(id) : undefined),
  };
};

/** A change in, or of, what none of somebody's teams owns. */
export class NotOfYourTeamsError extends Error {
  readonly code = 'RIGHT_MISSING';
  readonly statusCode = 403;
  constructor(what: 'namespace' | 'service', name: string) {
    super(`None of your teams owns the ${what} "${name}". Take one of yours, or ask an admin.`);
  }
}
