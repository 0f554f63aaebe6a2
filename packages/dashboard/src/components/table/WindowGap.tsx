/** Stands for the rows of a windowed table that are out of view. */
export const WindowGap = ({ height }: { height: number }) =>
  height <= 0 ? null : (
    <tr aria-hidden="true">
      <td style={{ height }} className="border-0 p-0" />
    </tr>
  );
