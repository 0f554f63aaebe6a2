import { fieldFinder, type FieldFinder, type OfMembers } from './fields.ts';
import { fieldRuleId, markOf, quoteMarks } from './marks.ts';
import { plainRedactor, type Redacted } from './plain-redactor.ts';
import { plainKeys, type RedactionPolicy } from './policy.ts';

export interface Redactor {
  /** A body, a name, a message. */
  text(value: string): Redacted;
  /** An attribute; its key says more of its value, and may hold something itself. `text` is the value. */
  attribute(key: string, value: string): Redacted & { readonly key: string };
}

/** Redacts as the insert of a segment does, whose SQL is made of the same tables. `hashOf` answers hexadecimal digits of a keyed hash. */
export const createRedactor = (policy: RedactionPolicy, hashOf: (secret: string) => string): Redactor => {
  const plain = plainRedactor(policy, hashOf);
  const fields: FieldFinder = fieldFinder(policy, hashOf);
  const general = (text: string, key: string | undefined): Redacted & { readonly key: string } => {
    const isJson = /^[{[]/u.test(text);
    const byKey: OfMembers = isJson ? fields.members(text) : { ...unchanged(text), isWhole: false };
    const { isWhole, ...members } = byKey;
    if (isWhole) return { ...members, key: key ?? '' };
    const found = plain(key === undefined ? members.text : `${key}=${members.text}`);
    const hits = [...members.hits, ...found.hits];
    const own = key === undefined ? { key: '', text: found.text } : splitAtKey(found, key, members.text);
    return {
      key: own.key,
      text: isJson && hits.length > 0 ? quoteMarks(own.text) : own.text,
      hits,
      isDropped: found.isDropped,
    };
  };
  return {
    text(value) {
      const { key: _none, ...redacted } = general(value, undefined);
      return redacted;
    },
    attribute(key, text) {
      const action = text === '' ? undefined : fields.actionOf(key, text);
      if (action === 'except') return { key, ...unchanged(text) };
      if (action !== undefined) {
        const mark = markOf(action, fieldRuleId, () => hashOf(text));
        return { key, text: mark, hits: [fieldRuleId], isDropped: action === 'drop' };
      }
      return plainKeys.includes(key) ? { key, ...unchanged(text) } : general(text, key);
    },
  };
};

const unchanged = (text: string): Redacted => ({ text, hits: [], isDropped: false });

/** A key with a `=` of its own leaves what follows that to the value once something was found. */
const splitAtKey = (
  { text, hits, isDropped }: Redacted,
  key: string,
  value: string,
): { readonly key: string; readonly text: string } => {
  if (hits.length === 0) return { key, text: value };
  const at = isDropped ? -1 : text.indexOf('=');
  return at < 0 ? { key: text, text: '' } : { key: text.slice(0, at), text: text.slice(at + 1) };
};
