import type { Problem } from '@sightglass/model/rest';

/** The server's own words for why it refused, each once; ours where what answered was not Sightglass. */
export const problemWords = (status: number, { detail, errors = [] }: Partial<Problem>): string => {
  const said = errors.filter(({ message }) => !detail?.includes(message));
  const words = [detail, said.map(({ path, message }) => `${path}: ${message}`).join('; ')].filter(Boolean).join(' ');
  return words === '' ? unexplained(status) : words;
};

const unexplained = (status: number): string =>
  status >= 500
    ? `The answer (${status}) did not come from Sightglass: what stands between it and this page failed. Check the proxy in front of it.`
    : `The answer (${status}) did not come from Sightglass: what stands between it and this page refused. Check your sign-in there and the proxy in front of it.`;
