/** `npm run docs` writes these pages anew. */
import { writeFileSync } from 'node:fs';
import { generatedPages } from './generated-pages.ts';
import { repository } from '../pages.ts';

for (const [path, write] of generatedPages) writeFileSync(`${repository}${path}`, await write());
