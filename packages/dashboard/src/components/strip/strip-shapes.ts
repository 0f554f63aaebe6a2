/** The marks of a strip: bars on a line, and signs under it. */
export const stripMeasure = { pitch: 8, bar: 6, height: 30, foot: 8 } as const;

export const bar = (x: number, height: number, isHollow: boolean): string => {
  const inset = isHollow ? 0.5 : 0;
  const top = stripMeasure.height - height + inset;
  return `M${x + inset} ${top}H${x + stripMeasure.bar - inset}V${stripMeasure.height - inset}H${x + inset}Z`;
};

export type Sign = 'cross' | 'square' | 'ring' | 'arrow' | 'unequal' | 'triangle' | 'none';

export const sign = (kind: Sign, x: number): string => {
  const y = stripMeasure.height + 3.5;
  switch (kind) {
    case 'cross':
      return `M${x + 0.5} ${y}l5 5m0 -5l-5 5`;
    case 'square':
      return `M${x + 1} ${y + 0.5}h4v4h-4Z`;
    case 'ring':
      return `M${x + 0.75} ${y + 2.5}a2.25 2.25 0 1 0 4.500 0a2.250 2.250 0 1 0 -4.500 0`;
    case 'arrow':
      return `M${x + 0.5} ${y}l2.500 3.500l2.500 -3.500`;
    case 'unequal':
      return `M${x} ${y + 1.25}h6m-6 2.500h6m-1.500 -4.250l-3 6`;
    case 'triangle':
      return `M${x + 3} ${y}l2.500 4.500h-5Z`;
    default:
      return '';
  }
};
