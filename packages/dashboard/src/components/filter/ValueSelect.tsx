interface Props {
  readonly name: string;
  readonly value: string | undefined;
  readonly values: readonly { readonly value: string }[] | undefined;
  readonly onChoose: (value: string | undefined) => void;
}

/** One of the values there are, or any; nothing where there is nothing to choose. */
export const ValueSelect = ({ name, value, values = [], onChoose }: Props) => {
  const all = [...new Set([...values.map((one) => one.value), ...(value === undefined ? [] : [value])])];
  if (all.length < 2 && value === undefined) return null;
  return (
    <select
      aria-label={name}
      className="control max-w-44 px-2"
      value={value ?? ''}
      onChange={(event) => onChoose(event.target.value || undefined)}
    >
      <option value="">Any {name.toLowerCase()}</option>
      {all
        .toSorted((a, b) => a.localeCompare(b))
        .map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
    </select>
  );
};
