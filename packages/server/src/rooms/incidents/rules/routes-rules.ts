import { type Rule, withDefaults } from '@sightglass/model/alerting';
import { ruleList, type RuleList, ruleTest, ruleTestResult } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { reads } from '../../../access/needs.ts';
import { invalidParameter } from '../../../http/errors.ts';
import { readPeriod } from '../../../http/instant.ts';
import { readJsonBodies } from '../../../http/json-bodies.ts';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { alertSettings, rulesOf } from '../config.ts';
import { type RuleTestParts, testRules } from './test-rules.ts';

export interface RuleRouteParts extends RuleTestParts {
  /** Of the configuration. */
  readonly rules: readonly Rule[];
  readonly receptionTime: () => ReceptionTime;
  /** Whoever asks sees all telemetry; to others patterns may name what is not theirs. */
  readonly isOfAll: boolean;
}

const usualDays = 30;

/** The rules that decide, and what others would have done. */
export const ruleRoutes =
  ({ rules, receptionTime, isOfAll, ...parts }: RuleRouteParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.get(
      '/rules',
      {
        config: reads,
        schema: {
          summary: 'Rules of alerting: of several about the same the first that fits decides',
          response: { 200: ruleList },
        },
      },
      () => ({ items: withDefaults(rules).map((rule) => shownRule(rule, rules.includes(rule), isOfAll)) }),
    );
    app.post(
      '/rules/test',
      {
        config: reads,
        schema: {
          summary: 'Replays runs that have been by rules before they are on; nothing is stored or sent',
          description:
            'Up to 5,000 runs, the newest. What databases and APIs were like, and deadlines, are not replayed.',
          body: ruleTest,
          response: { 200: ruleTestResult },
        },
      },
      ({ body: { alerts, namespace, pipeline, ...period } }) => {
        const now = receptionTime();
        const read = alertSettings.alerts.safeParse(alerts);
        if (!read.success) {
          const [issue] = read.error.issues;
          throw invalidParameter(['alerts', ...(issue?.path ?? [])].join('.'), issue?.message ?? 'cannot be read');
        }
        const { fromMs, toMs } = readPeriod(period, { usualDays, nowMs: now.nowMs });
        return testRules(parts, { rules: rulesOf(read.data), fromMs, toMs, namespace, pipeline }, now);
      },
    );
    done();
  };

const shownRule = (
  { id, what, where = {}, forMs, keepFiringForMs, runs = 1, isMuted = false }: Rule,
  isOwn: boolean,
  isOfAll: boolean,
): RuleList['items'][number] => ({
  id,
  what,
  source: isOwn ? 'configuration' : 'built-in',
  where: isOfAll || !isOwn ? whereWords(where) : 'shown to admins alone',
  forMs,
  keepFiringForMs,
  consecutive: runs,
  mute: isMuted,
});

const whereWords = (where: NonNullable<Rule['where']>): string => {
  const parts = Object.entries(where).map(([part, patterns]) => `${part} ${(patterns as string[]).join(' or ')}`);
  return parts.length === 0 ? 'everywhere' : parts.join(', ');
};
