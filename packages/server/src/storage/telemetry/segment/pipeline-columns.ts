import { attributes, type AttributeKey } from '@sightglass/model';
import { quote } from '../literal.ts';

const own = (key: AttributeKey): string => `own[${quote(attributes[key])}]`;

/** An attribute of the record itself, else of its resource. */
const inherited = (key: AttributeKey): string =>
  `if(${own(key)} = '', resource_map[${quote(attributes[key])}], ${own(key)})`;

/** The hot columns every signal shares, out of the maps `own` and `resource_map`. */
export const pipelineColumns: Readonly<Record<string, string>> = {
  PipelineName: inherited('pipelineName'),
  PipelineNamespace: `if(PipelineName = '', '', if(${inherited('pipelineNamespace')} = '', 'default', ${inherited('pipelineNamespace')}))`,
  RunId: inherited('runId'),
  StageName: own('stageName'),
  StageId: own('stageId'),
};
