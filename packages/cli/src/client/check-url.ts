import { CliError } from '../errors.ts';

/** The URL without slashes at its end. Raises {@link CliError} unless it is one of http or https. */
export const checkUrl = (text: string): string => {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new CliError(
      'INVALID_URL',
      `"${text}" is not an http(s) URL; give --url or SIGHTGLASS_URL one like http://127.0.0.1:4318`,
    );
  }
  return text.replace(/\/+$/, '');
};
