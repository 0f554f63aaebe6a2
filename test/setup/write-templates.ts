/** Makes the templates of state and telemetry that this checkout has not got yet; every server of it begins with copies. */
import { existsSync } from 'node:fs';
import { writeEngineTemplate } from '../../packages/server/src/write-engine-template.ts';
import { stateTemplateFile } from '../../packages/server/src/storage/state/pglite-template.ts';
import { writeStateTemplate } from '../../packages/server/src/storage/state/write-state-template.ts';
import { engineTemplateFile } from '../../packages/server/src/storage/telemetry/engine-template.ts';

const [state, engine] = [await stateTemplateFile(), await engineTemplateFile()];
if (!existsSync(state)) await writeStateTemplate(state);
if (!existsSync(engine)) await writeEngineTemplate(engine);
