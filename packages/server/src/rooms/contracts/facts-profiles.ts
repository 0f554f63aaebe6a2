import { type FileProfile, fileProfile } from '@sightglass/model/contract';
import type { QueryParameters } from '../../storage/telemetry/bind.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { namespaceSql } from '../runs/facts.ts';

export interface ProfileFilter {
  readonly contract: string;
  readonly namespace?: string | undefined;
  readonly pipeline?: string | undefined;
}

/** What checks reported of the files of a contract, the newest first. What a sender wrote otherwise than the model says is left out. */
export const createProfileReader = (telemetry: TelemetryClient) => ({
  newest: async ({ contract, namespace, pipeline }: ProfileFilter, limit: number): Promise<FileProfile[]> => {
    const parameters: QueryParameters = {
      contract,
      ...(namespace === undefined ? {} : { namespace }),
      ...(pipeline === undefined ? {} : { pipeline }),
    };
    const conditions = [
      'Contract = {contract:String}',
      ...(namespace === undefined ? [] : [`${namespaceSql} = {namespace:String}`]),
      ...(pipeline === undefined ? [] : ['PipelineName = {pipeline:String}']),
    ].join(' AND ');
    const rows = await telemetry.rows<{ profile: string }>(
      `SELECT Profile AS profile FROM file_profiles WHERE ${conditions}
       ORDER BY Contract DESC, CheckedAt DESC, RunId DESC, File DESC LIMIT 1 BY Contract, CheckedAt, RunId, File LIMIT ${limit}`,
      parameters,
    );
    return rows.flatMap(({ profile }) => profileIn(profile));
  },
});
export type ProfileReader = ReturnType<typeof createProfileReader>;

const profileIn = (text: string): FileProfile[] => {
  try {
    return [fileProfile.parse(JSON.parse(text))];
  } catch {
    return [];
  }
};
