/** How a setting is called in messages: `retention.days`, or `dependencies[0] (warehouse): interval` in a list of named things. */
export const settingAt = (path: readonly PropertyKey[], settings: unknown): string => {
  let text = '';
  let value: unknown = settings;
  let isAfterEntry = false;
  for (const key of path) {
    value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
    if (typeof key === 'number') text += `[${key}]${nameOf(value)}`;
    else text += text === '' ? String(key) : `${isAfterEntry ? ': ' : '.'}${String(key)}`;
    isAfterEntry = typeof key === 'number';
  }
  return text;
};

const nameOf = (entry: unknown): string => {
  const name = (entry as { readonly name?: unknown } | null | undefined)?.name;
  return typeof name === 'string' && name !== '' ? ` (${name})` : '';
};
