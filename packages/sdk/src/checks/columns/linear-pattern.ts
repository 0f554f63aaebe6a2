const hasReference = /\\[1-9k]|\(\?[=!<]/u;
const repeatedGroup = /\)[*+?{]/u;
const choiceInGroup = /\(.*\|/u;
const varyingParts = /[*+?]|\{\d+,\d*\}/gu;

/**
 * Whether a regular expression over a whole text takes time in proportion to it, whatever the text: one part at most has a length of its
 * own choosing and no group has a choice, so that there is one thing to try again. False for some that do, too.
 */
export const isLinear = (pattern: string): boolean =>
  ![hasReference, repeatedGroup, choiceInGroup].some((risk) => risk.test(pattern)) && varyingPartsIn(pattern) <= 1;

const varyingPartsIn = (pattern: string): number => pattern.replaceAll('(?:', '(').match(varyingParts)?.length ?? 0;
