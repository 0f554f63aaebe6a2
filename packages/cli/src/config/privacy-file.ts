import { readFile } from 'node:fs/promises';
import { privacySettings, type PrivacySettings } from '@sightglass/model/redaction';
import { parse } from 'yaml';
import { CliError } from '../errors.ts';

export interface PrivacyFile {
  readonly settings: PrivacySettings;
  /** Of `privacy.keyFile`. */
  readonly key: string | undefined;
}

/** What a configuration of a server says under `privacy`; the preset without one. Raises CliError. */
export const readPrivacySettings = async (file: string | undefined): Promise<PrivacyFile> => {
  if (file === undefined) return { settings: privacySettings.parse({ preset: 'standard' }), key: undefined };
  const content: unknown = parse(await readText(file));
  const privacy = (content as { readonly privacy?: unknown } | null)?.privacy ?? {};
  const { success, data, error } = privacySettings.safeParse(privacy);
  if (!success) {
    const lines = error.issues.map(({ path, message }) => `${file}: privacy.${path.join('.')}: ${message}`);
    throw new CliError('CONFIG_INVALID', lines.join('\n'));
  }
  return { settings: data, key: data.keyFile === undefined ? undefined : (await readText(data.keyFile)).trim() };
};

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    throw new CliError('FILE_UNREADABLE', `"${file}" cannot be read: ${(error as Error).message}`, undefined, {
      cause: error,
    });
  });
