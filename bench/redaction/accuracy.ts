import type { LabelledText } from './texts.ts';

export interface Accuracy {
  readonly recall: number;
  readonly precision: number;
  readonly missed: readonly LabelledText[];
  readonly wrong: readonly LabelledText[];
  /** Of each kind of text, how many were judged rightly. */
  readonly byKind: Readonly<Record<string, string>>;
}

/** Found is found, whatever a finder calls it: names of rules differ. */
export const accuracyOf = async (
  texts: readonly LabelledText[],
  finds: (text: string) => boolean | Promise<boolean>,
): Promise<Accuracy> => {
  const judged: { readonly text: LabelledText; readonly found: boolean }[] = [];
  for (const text of texts) judged.push({ text, found: await finds(text.text) });
  const isPositive = ({ text }: (typeof judged)[number]): boolean => text.rule !== undefined;
  const hits = judged.filter((one) => isPositive(one) && one.found).length;
  const missed = judged.filter((one) => isPositive(one) && !one.found).map(({ text }) => text);
  const wrong = judged.filter((one) => !isPositive(one) && one.found).map(({ text }) => text);
  const kinds = Map.groupBy(judged, ({ text }) => text.kind);
  return {
    recall: hits / (hits + missed.length),
    precision: hits / Math.max(1, hits + wrong.length),
    missed,
    wrong,
    byKind: Object.fromEntries(
      [...kinds].map(([kind, all]) => [
        kind,
        `${all.filter((one) => one.found === isPositive(one)).length} of ${all.length}`,
      ]),
    ),
  };
};
