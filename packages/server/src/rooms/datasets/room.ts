import type { OpenRoom } from '../../room.ts';
import { createPipelineReader } from '../pipelines/facts.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { createStageReader } from '../runs/facts-stages.ts';
import { findDatasets } from './find.ts';
import { createUseReader } from './facts-uses.ts';
import { datasetRoutes, usedDatasetRoutes } from './routes.ts';

export const openDatasets: OpenRoom = ({ telemetry, plans, receptionTime }) => {
  const parts = {
    telemetry,
    runs: createRunReader(telemetry, plans),
    stages: createStageReader(telemetry),
    pipelines: createPipelineReader(telemetry),
    uses: createUseReader(telemetry),
    receptionTime,
  };
  return {
    name: 'datasets',
    offers: { find: (wish) => findDatasets(telemetry, wish) },
    routes: {
      about: 'What runs read and write, who else does, and whether the run that wrote it last went well',
      plugins: [datasetRoutes(parts), usedDatasetRoutes(parts)],
    },
  };
};
