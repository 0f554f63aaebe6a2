import {
  fieldRuleId,
  policyOf,
  privacySettings,
  type RedactionPolicy,
  redactionRules,
} from '@sightglass/model/redaction';
import { type PrivacyView, privacyView, redactionTrial, redactionTried } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { reads } from '../../access/needs.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { redactionCounts, type RuleCount } from '../../storage/telemetry/redaction/count-views.ts';
import { type Redaction, redactorOf } from '../../storage/telemetry/redaction/open-redaction.ts';

const fieldRule = { id: fieldRuleId, finds: 'What stands under a key that the policy names' };

/** The policy, how much it redacted, and what it makes of a text. */
export const privacyRoutes =
  (telemetry: Pick<TelemetryClient, 'rows'>, redaction: Redaction | undefined): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.get(
      '/privacy',
      {
        config: reads,
        schema: { summary: 'What is redacted before it is stored, and how much was', response: { 200: privacyView } },
      },
      async () => viewOf(redaction, await redactionCounts(telemetry)),
    );
    app.post(
      '/privacy/try',
      {
        config: reads,
        schema: {
          summary: 'What the policy makes of lines; nothing is stored',
          body: redactionTrial,
          response: { 200: redactionTried },
        },
      },
      ({ body }) => {
        const redactor = redaction?.redactor ?? standard();
        const lines = body.text.split('\n').map((line) => {
          const { text, hits } = redactor.text(line);
          return { text, hits: [...hits] };
        });
        return { policy: redaction === undefined ? ('standard' as const) : ('own' as const), lines };
      },
    );
    done();
  };

const standard = () => redactorOf(policyOf(privacySettings.parse({ preset: 'standard' })) ?? nothing, '');
const nothing: RedactionPolicy = { actions: {}, fields: [], except: [], strict: false };

const viewOf = (redaction: Redaction | undefined, counts: readonly RuleCount[]): PrivacyView => {
  const { actions, fields, except, strict } = redaction?.policy ?? nothing;
  const countOf = (rule: string) => {
    const { found = 0, foundToday = 0 } = counts.find((count) => count.rule === rule) ?? {};
    return { found, foundToday };
  };
  return {
    isOn: redaction !== undefined,
    strict,
    rules: [
      ...redactionRules.map(({ id, finds, country = null }) => ({
        id,
        finds,
        country,
        action: actions[id] ?? null,
        ...countOf(id),
      })),
      ...(fields.length === 0
        ? []
        : [{ ...fieldRule, country: null, action: fields[0]?.action ?? null, ...countOf(fieldRuleId) }]),
    ],
    fields: fields.map(({ keys, action }) => ({ keys: [...keys], action })),
    except: [...except],
  };
};
