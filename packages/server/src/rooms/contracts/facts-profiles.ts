import { type FileProfile, fileProfile } from '@sightglass/model/contract';
import { mostPageBytes } from '../../http/page-bytes.ts';
import type { QueryParameters } from '../../storage/telemetry/bind.ts';
import { withinBytesSql } from '../../storage/telemetry/bounded-rows.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { namespaceSql } from '../runs/facts.ts';

export interface ProfileFilter {
  readonly contract: string;
  readonly namespace?: string | undefined;
  readonly pipeline?: string | undefined;
}

/**
 * What checks reported of the files of a contract, the newest first, as many as a page holds bytes. What a sender wrote otherwise than the
 * model says is left out.
 */
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
    const selection = `SELECT Profile AS profile, length(profile) AS bytes FROM file_profiles WHERE ${conditions}
       ORDER BY Contract DESC, CheckedAt DESC, RunId DESC, File DESC LIMIT 1 BY Contract, CheckedAt, RunId, File LIMIT ${limit}`;
    const rows = await telemetry.rows<{ profile: string }>(withinBytesSql(selection, mostPageBytes), parameters);
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
