import type { SqlToken } from './sql-tokens.ts';
import type { TableName } from './statement-tables.ts';

const none: SqlToken = { kind: 'mark', text: '', keyword: '' };

/** The tokens of one text, read from the front. */
export class TokenStream {
  readonly #tokens: readonly SqlToken[];
  readonly #foldsCase: boolean;
  #at = 0;

  /** With `foldsCase` names that are not in quotes are kept in small letters. */
  constructor(tokens: readonly SqlToken[], foldsCase: boolean) {
    this.#tokens = tokens;
    this.#foldsCase = foldsCase;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(ahead = 0): SqlToken {
    return this.#tokens[this.#at + ahead] ?? none;
  }

  next(): SqlToken {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Passes over the next token when it is one of these keywords or marks. */
  take(...wanted: readonly string[]): boolean {
    const { kind, keyword, text } = this.peek();
    const isWanted = wanted.includes(kind === 'word' ? keyword : kind === 'mark' ? text : '');
    if (isWanted) this.#at += 1;
    return isWanted;
  }

  is(...wanted: readonly string[]): boolean {
    const { kind, keyword, text } = this.peek();
    return wanted.includes(kind === 'word' ? keyword : kind === 'mark' ? text : '');
  }

  /** To behind the parenthesis that closes the one before. */
  skipGroup(): void {
    for (let depth = 1; depth > 0 && !this.isAtEnd;) {
      const { kind, text } = this.next();
      if (kind === 'mark' && text === '(') depth += 1;
      if (kind === 'mark' && text === ')') depth -= 1;
    }
  }

  /** Whether a query begins here, in however many parentheses. */
  get isAtQuery(): boolean {
    let ahead = 0;
    while (this.peek(ahead).kind === 'mark' && this.peek(ahead).text === '(') ahead += 1;
    return ['SELECT', 'WITH', 'VALUES'].includes(this.peek(ahead).keyword);
  }

  /** A name of one or more parts, or undefined, with nothing passed over, where none stands. */
  name(): TableName | undefined {
    const first = this.#part(this.peek());
    if (first === undefined) return undefined;
    this.#at += 1;
    const parts = [first];
    while (this.peek().kind === 'mark' && this.peek().text === '.') {
      this.#at += 1;
      const part = this.#part(this.peek());
      if (part === undefined && this.peek().text !== '.') return undefined;
      parts.push(part ?? '');
      if (part !== undefined) this.#at += 1;
    }
    return parts;
  }

  #part({ kind, text }: SqlToken): string | undefined {
    if (kind === 'name') return text;
    if (kind !== 'word' || /^[#@]/u.test(text)) return undefined;
    return this.#foldsCase ? text.toLowerCase() : text;
  }
}
