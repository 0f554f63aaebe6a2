import { existsSync } from 'node:fs';
import { pgliteTemplateFile, writePgliteTemplate } from '../../packages/server/src/storage/state/pglite-template.ts';

/** Makes the template of the embedded PostgreSQL once on this machine; every server of the tests begins with a copy. */
export const setup = async (): Promise<void> => {
  const file = await pgliteTemplateFile();
  if (!existsSync(file)) await writePgliteTemplate(file);
};
