import type { TokenHolder } from './principal.ts';

const keptForMs = 5_000;
const most = 10_000;

/**
 * Who shows a token, found out once in five seconds for each: senders show theirs with every request. What this server changes is seen at
 * once, what another one changes after five seconds. An unknown token is looked for each time.
 */
export const createKnownTokens = (find: (token: string) => Promise<TokenHolder | undefined>) => {
  let kept = new Map<string, { readonly holder: TokenHolder; readonly untilMs: number }>();
  return {
    async holder(token: string): Promise<TokenHolder | undefined> {
      const known = kept.get(token);
      if (known !== undefined && performance.now() < known.untilMs) return known.holder;
      const mine = kept; // forgotten while it is looked for: what was found may be old
      const holder = await find(token);
      if (holder === undefined) mine.delete(token);
      else {
        if (mine.size >= most) mine.clear();
        mine.set(token, { holder, untilMs: performance.now() + keptForMs });
      }
      return holder;
    },
    forget(): void {
      kept = new Map();
    },
  };
};
