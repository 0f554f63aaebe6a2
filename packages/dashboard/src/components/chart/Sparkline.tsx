interface Props {
  /** Oldest first; null where there is none. */
  readonly values: readonly (number | null)[];
  readonly label: string;
  readonly width?: number;
}

const height = 20;

/** A figure over time as a line, from zero, as wide as a column of a table; its last value is beside it. One value makes no line. */
export const Sparkline = ({ values, label, width = 240 }: Props) =>
  values.length < 2 ? (
    <span className="text-dim">seen once so far</span>
  ) : (
    <svg width={width} height={height + 2} role="img" aria-label={label} className="block max-w-full">
      <path d={`M0 ${height + 1.5}H${width}`} stroke="var(--line)" />
      <path d={lineOf(values, width)} fill="none" stroke="var(--fluid)" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  );

/** A point between gaps is drawn as a short line. */
const lineOf = (values: readonly (number | null)[], width: number): string => {
  const most = Math.max(1e-9, ...values.map((value) => value ?? 0));
  const pitch = (width - 2) / Math.max(1, values.length - 1);
  const points = values.map((value, index) =>
    value === null ? null : `${(1 + index * pitch).toFixed(1)} ${(height - (value / most) * (height - 2)).toFixed(1)}`,
  );
  return points
    .map((point, index) => {
      if (point === null) return '';
      if (points[index - 1] === null || index === 0) return `M${point}h1`;
      return `L${point}`;
    })
    .join('');
};
