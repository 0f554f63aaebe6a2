import { nationalIds } from './national-ids.ts';
import { personalRules } from './personal.ts';
import type { RedactionRule } from './rule.ts';
import { secretRules } from './secrets.ts';

/** Everything that can be found by its form, in the order in which it is looked for. */
export const redactionRules: readonly RedactionRule[] = [...secretRules, ...nationalIds, ...personalRules];

/** Rules that hold without a country. */
export const generalRuleIds: readonly string[] = [...secretRules, ...personalRules].map(({ id }) => id);
