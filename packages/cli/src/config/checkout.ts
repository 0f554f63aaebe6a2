import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));

/** The repository this runs from; undefined when it is an installed package. */
export const checkout = import.meta.url.endsWith('.ts') && existsSync(repository) ? repository : undefined;
