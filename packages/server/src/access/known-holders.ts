const most = 10_000;

/**
 * Who shows a secret, found out once in a while for each: senders show their token with every request, and a page makes several at once. What this
 * server changes is seen at once, what another one changes after that while. An unknown secret is looked for each time.
 */
export const createKnownHolders = <Holder>(
  find: (secret: string) => Promise<Holder | undefined>,
  keptForMs: number,
) => {
  let kept = new Map<string, { readonly holder: Holder; readonly untilMs: number }>();
  return {
    async holder(secret: string): Promise<Holder | undefined> {
      const known = kept.get(secret);
      if (known !== undefined && performance.now() < known.untilMs) return known.holder;
      const mine = kept; // forgotten while it is looked for: what was found may be old
      const holder = await find(secret);
      if (holder === undefined) mine.delete(secret);
      else {
        if (mine.size >= most) mine.clear();
        mine.set(secret, { holder, untilMs: performance.now() + keptForMs });
      }
      return holder;
    },
    forget(): void {
      kept = new Map();
    },
  };
};
