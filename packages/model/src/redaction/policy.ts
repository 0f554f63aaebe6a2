import { z } from 'zod';
import { attributeDefinitions } from '../telemetry/attributes.ts';
import { idCountries, type RedactionAction, redactionActions } from './rule.ts';
import { generalRuleIds, redactionRules } from './rules.ts';

const ruleId = z.enum(redactionRules.map(({ id }) => id));
const action = z.enum(redactionActions);
const keys = z.array(z.string().min(1).max(100)).max(100);

/** What the configuration says under `privacy`. */
export const privacySettings = z.strictObject({
  preset: z
    .enum(['none', 'standard'])
    .default('none')
    .describe('`standard` masks mail addresses, phone numbers, IBANs, cards, keys, tokens and passwords'),
  rules: z
    .partialRecord(ruleId, z.enum([...redactionActions, 'off']))
    .default({})
    .describe('what is done with what a rule finds: `mask`, `hash`, `drop` or `off`; over the preset'),
  countries: z
    .array(z.enum(idCountries))
    .default([])
    .describe('countries whose national ids are masked: `de`, `es`, `fr`, `it`, `nl`, `pl`, `uk`, `us`'),
  fields: z
    .array(z.strictObject({ keys: keys.min(1), action: action.default('mask') }))
    .max(20)
    .default([])
    .describe('keys of attributes whose values go whatever they hold; `*` is anything'),
  except: keys.default([]).describe('keys of attributes that are left as they are; `*` is anything'),
  strict: z.boolean().default(false).describe('redact before anything is written to disk, at about 5 µs a record more'),
  keyFile: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'file with the key of `hash`, at least 16 bytes', unset: 'a random key kept in the state' }),
});
export type PrivacySettings = z.output<typeof privacySettings>;
export type PrivacyInput = z.input<typeof privacySettings>;

export interface FieldRule {
  readonly keys: readonly string[];
  readonly action: RedactionAction;
}

/** What is to be done, in full: plain data. */
export interface RedactionPolicy {
  /** By id of the rule. */
  readonly actions: Readonly<Record<string, RedactionAction>>;
  /** The first whose keys hold counts. */
  readonly fields: readonly FieldRule[];
  /** Globs of keys that are left alone. */
  readonly except: readonly string[];
  readonly strict: boolean;
}

/** The policy; undefined when it would change nothing. */
export const policyOf = (settings: PrivacySettings | undefined): RedactionPolicy | undefined => {
  if (settings === undefined) return undefined;
  const { preset, rules, countries, fields, except, strict } = settings;
  const isOn = ({ id, country }: (typeof redactionRules)[number]): boolean =>
    country === undefined ? preset === 'standard' && generalRuleIds.includes(id) : countries.includes(country);
  const actions: Record<string, RedactionAction> = {};
  for (const rule of redactionRules) {
    const action = rules[rule.id] ?? (isOn(rule) ? 'mask' : 'off');
    if (action !== 'off') actions[rule.id] = action;
  }
  return Object.keys(actions).length + fields.length === 0 ? undefined : { actions, fields, except, strict };
};

const isPlain = /\.id$|_at$|\.state$/u;

/** Attributes of ours that hold ids, numbers, times and states: no rule looks into them, and only a field of the policy takes them out. */
export const plainKeys: readonly string[] = Object.values(attributeDefinitions)
  .filter(({ name, type }) => !['string', 'string[]', 'map'].includes(type) || isPlain.test(name))
  .map(({ name }) => name);
