/** How the numbers of a column are written. */
export interface WrittenNumbers {
  /** Instead of a point. */
  readonly decimal?: string | undefined;
  /** Between thousands. */
  readonly group?: string | undefined;
}

/** A number of a column as it is written with a point and without signs between thousands. */
export const plainNumber = (text: string, { decimal, group }: WrittenNumbers): string => {
  const whole = group === undefined ? text : text.replaceAll(group, '');
  return decimal === undefined || decimal === '.' ? whole : whole.replace(decimal, '.');
};
