import { expectedPipelineDetail, words } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { noSuchPlan } from '../../http/errors.ts';
import type { Plans } from '../../plans/plans.ts';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import { expectedOf } from './never-ran.ts';
import { nothingDeclared, planOf } from './plan-view.ts';
import { reads } from '../../access/needs.ts';

interface PlanParts {
  readonly plans: Plans;
  readonly receptionTime: () => ReceptionTime;
}

/** What is configured, also of a pipeline that has never run. */
export const planRoutes =
  ({ plans, receptionTime }: PlanParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/pipelines/:namespace/:name/plan',
      {
        config: reads,
        schema: {
          summary: 'What the configuration expects of a pipeline, also of one that has never run',
          params: z.object({ namespace: words, name: words }),
          response: { 200: expectedPipelineDetail },
        },
      },
      async ({ params: { namespace, name } }) => {
        const expected = expectedOf(plans, { namespace, name }, receptionTime().nowMs);
        const plan = planOf(plans, { namespace, name }, nothingDeclared, () => null);
        if (expected === undefined || plan === undefined) throw noSuchPlan(namespace, name);
        return { ...expected, plan };
      },
    );
    done();
  };
