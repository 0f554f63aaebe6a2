export {
  activeForms,
  type ActiveForm,
  bareSecret,
  candidatePattern,
  hintPatterns,
  partsPattern,
} from './candidates.ts';
export { checksums, type ChecksumKind, checksumWeights, dniLetters, oddValues } from './checksum.ts';
export { memberPatterns } from './fields.ts';
export { ibanLengthOf } from './iban-lengths.ts';
export { globPattern } from './key-globs.ts';
export { countsText, fieldRuleId, hashDigits, markOf, markPattern, quotedOrMark, redactedKey } from './marks.ts';
export type { Redacted } from './plain-redactor.ts';
export {
  plainKeys,
  policyOf,
  type PrivacyInput,
  privacySettings,
  type PrivacySettings,
  type RedactionPolicy,
} from './policy.ts';
export { createRedactor, type Redactor } from './redactor.ts';
export { type RedactionAction, redactionActions } from './rule.ts';
export { redactionRules } from './rules.ts';
