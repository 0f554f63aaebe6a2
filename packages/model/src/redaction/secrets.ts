import { anyCase, assigns, hintOf, otherLetters, type RedactionRule } from './rule.ts';

const pemName = '[A-Z0-9 ]{0,20}PRIVATE KEY(?: BLOCK)?-----';

/** Values that stand behind a name of a secret and are none. */
const noSecret = String.raw`^(?:\[(?:redacted|hashed|dropped):|${anyCase('(?:true|false|null|none|nil|undefined|required|optional|missing|expired|invalid|empty|unset|redacted|hidden)')}$|[*.]+$|[xX]+$|[0-9]{1,3}$|/|\$\{|\{)`;

const tokenName = anyCase('token');
const secretName = anyCase('(?:password|passwd|passphrase|pwd|secret)');
const keyName = anyCase(
  '(?:api[_-]?key|access[_-]?key(?:[_-]?id)?|secret[_-]?(?:access[_-]?)?key|account[_-]?key|(?:access|auth|refresh|id|session|bearer|csrf)[_-]?token)',
);
/** One character of a text in such quotes, or one behind a `\\`. */
const withinDouble = String.raw`(?:[ !#-[\]-~${otherLetters}]|\\[ -~])`;
const withinSingle = String.raw`(?:[ -&(-[\]-~${otherLetters}]|\\[ -~])`;

/** `--db-password `, as command lines have it, also as a list in JSON. */
const option = String.raw`--[A-Za-z0-9-]{0,30}(?:${secretName}|${tokenName})["'\\]{0,3}[ ,]["'\\ ]{0,4}`;
const cookieName = anyCase('cookie');
const cookiePair = '[A-Za-z0-9_.-]{1,60}=[!#-+./-:<-[\\]-~-]+';

/** Before the host of an address, also as some write it in JSON. */
const slashes = String.raw`:(?:\\?/){2}`;

/** What opens doors. */
export const secretRules: readonly RedactionRule[] = [
  {
    id: 'private-key',
    finds: 'Private key in PEM',
    forms: [
      {
        secret: `-----BEGIN ${pemName}[A-Za-z0-9+/=: \\t\\r\\n,.\\\\-]*?-----END ${pemName}`,
        hint: `-----BEGIN ${pemName}`,
      },
      { secret: `-----BEGIN ${pemName}[A-Za-z0-9+/= \\t\\r\\n\\\\]*`, hint: `-----BEGIN ${pemName}` },
    ],
  },
  {
    id: 'jwt',
    finds: 'JSON web token',
    forms: [{ secret: String.raw`\beyJ[A-Za-z0-9_-]{5,}\.eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?` }],
  },
  {
    id: 'url-password',
    finds: 'Password in an address',
    forms: [
      {
        before: `${slashes}[!#-.0-9;=?A-~${otherLetters}]*:`,
        secret: `[!#-&(-.0-~${otherLetters}]+`,
        after: '@',
        hint: `${slashes}[^ /@\\n]*:[^ /\\n]*@`,
      },
    ],
    unless: String.raw`^(?:\[(?:redacted|hashed|dropped):|[*]+$)`,
  },
  {
    id: 'token',
    finds: 'Access token (Bearer, Sightglass, GitHub, GitLab, Slack, npm …), cookies',
    forms: [
      { secret: String.raw`\bsg_(?:api|ingest|share)_[A-Za-z0-9_-]{38}` },
      { secret: String.raw`\bgh[oprsu]_[A-Za-z0-9]{30,}` },
      { secret: String.raw`\bgithub_pat_[A-Za-z0-9_]{22,}` },
      { secret: String.raw`\bglpat-[A-Za-z0-9_-]{20,}` },
      { secret: String.raw`\bxox[abeoprs]-[A-Za-z0-9-]{10,}` },
      { secret: String.raw`\bnpm_[A-Za-z0-9]{30,}` },
      { secret: String.raw`\bpypi-[A-Za-z0-9_-]{40,}` },
      { secret: String.raw`\bya29\.[A-Za-z0-9_-]{20,}` },
      { secret: String.raw`\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}` },
      { before: String.raw`\b[Bb]earer `, secret: '[A-Za-z0-9._~+/-]{16,}={0,2}' },
      {
        before: String.raw`${cookieName}["'\\]{0,3} {0,2}[:=] {0,2}[["'\\]{0,4}`, // headers are lists in attributes
        secret: `${cookiePair}(?:; ?${cookiePair})*`,
        hint: hintOf(cookieName),
      },
      { before: String.raw`\b[Bb]asic `, secret: '[A-Za-z0-9+/]{12,}={0,2}' },
      {
        before: `${tokenName}${assigns}`,
        secret: '[A-Za-z0-9_./+~-]{16,}={0,2}',
        hint: hintOf(tokenName),
      },
    ],
    unless: '^[A-Za-z]?[a-z_.-]+$|^[0-9.-]+$|^/',
  },
  {
    id: 'key',
    finds: 'API key (AWS, Google, Stripe, OpenAI, SendGrid …)',
    forms: [
      { secret: String.raw`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b` },
      { secret: String.raw`\bAIza[0-9A-Za-z_-]{35}` },
      { secret: String.raw`\b[prs]k_(?:live|test)_[A-Za-z0-9]{16,}` },
      { secret: String.raw`\bsk-[A-Za-z0-9_-]{20,}` },
      { secret: String.raw`\bhf_[A-Za-z0-9]{30,}` },
      { secret: String.raw`\bdop_v1_[a-f0-9]{60,}`, hint: 'dop_v1_' },
      { secret: String.raw`\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}` },
      { secret: String.raw`\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}` },
      { before: `${keyName}${assigns}`, secret: '[A-Za-z0-9_./+~-]{8,}={0,2}', hint: hintOf(keyName) },
    ],
    unless: noSecret,
  },
  {
    id: 'password',
    finds: 'What follows `password=`, `secret:`, `--password` and the like',
    forms: [
      {
        before: String.raw`${secretName}["'\\]{0,3} {0,2}[:=] {0,2}"`,
        secret: `${withinDouble}+`,
        after: '"',
        hint: hintOf(secretName),
      },
      {
        before: String.raw`${secretName}["'\\]{0,3} {0,2}[:=] {0,2}'`,
        secret: `${withinSingle}+`,
        after: "'",
        hint: hintOf(secretName),
      },
      {
        before: option,
        secret: `[!#-%*+./0-:=?-Z^-z|~${otherLetters}][!#-%*+./0-:=?-Z^-z|~${otherLetters}-]{2,}`,
        hint: option,
      },
      {
        before: `${secretName}${assigns}`,
        secret: `[!#-%*+./0-:=?-Z^-z|~${otherLetters}-]{3,}`,
        hint: hintOf(secretName),
      },
    ],
    unless: noSecret,
  },
];
