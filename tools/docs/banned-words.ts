/** What must not occur in the prose of a page, and what to write instead (docs/style.md). */
export const bannedWords: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  { pattern: /\b(?:tells?|told|telling)\b/giu, instead: 'record, report, send or show' },
  { pattern: /\bhears?\b|\bheard\b/giu, instead: 'receive' },
  {
    pattern: /\basks (?:the|for|them|it|again|about|who)\b|\b(?:is|are|was|were|be) (?:not )?asked\b/giu,
    instead: 'check, query or request',
  },
  { pattern: /(?<!\bthere )\b(?:is|are|was|were) (?:no(?! longer\b)|none)\b/giu, instead: '"is not a", or a verb' },
  { pattern: /\b(?:stands|stood)\b/giu, instead: 'is, appears, or takes precedence' },
  { pattern: /\bheld back\b/giu, instead: 'not sent' },
  { pattern: /\btouched\b/giu, instead: 'affected' },
  { pattern: /\b(?:is|are|was|were|not) well\b/giu, instead: 'healthy' },
  { pattern: /\buntil then\b/giu, instead: 'before that, or the condition first' },
  { pattern: /\bbeyond (?:it|that)\b/giu, instead: 'the condition first: when it is reached' },
  { pattern: /\b(?:unaccounted|vanished|from nowhere)\b/giu, instead: 'missing, not processed, extra' },
  { pattern: /\b(?:color|behavior|catalog|center|analyze|canceled)\b/gu, instead: 'UK spelling' },
];

/** Pages of which the words are not checked: what was decided stays as it was written, the rules themselves name what they ban, and comments
 * of the source are not written for this page. */
export const isExempt = (path: string): boolean =>
  /^(?:docs\/decisions\/|docs\/style\.md|docs\/design-language\.md|docs\/testing\.md|docs\/reference\/(?:cli|http-api|sdk-api)\.md|AGENTS\.md|examples\/)/u.test(
    path,
  );
