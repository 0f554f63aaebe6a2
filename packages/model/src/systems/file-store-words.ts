import { healthVerdictOf, type HealthVerdict } from '../verdict/health-verdict.ts';
import type { Shown, Verdict } from '../verdict/shown.ts';
import { formatCount } from '../words/count.ts';
import { type Sentence, sentenceOf, timeIn } from '../words/sentence.ts';

/** What stores files, by the scheme of its addresses. */
export const fileStoreSchemes: Readonly<Record<string, string>> = {
  s3: 'S3',
  s3a: 'S3',
  s3n: 'S3',
  gs: 'Google Cloud Storage',
  gcs: 'Google Cloud Storage',
  abfs: 'Azure storage',
  abfss: 'Azure storage',
  wasb: 'Azure storage',
  wasbs: 'Azure storage',
  adl: 'Azure storage',
  oss: 'Alibaba Cloud OSS',
  hdfs: 'HDFS',
  dbfs: 'Databricks',
  sftp: 'SFTP',
  ftp: 'FTP',
  ftps: 'FTP',
  smb: 'SMB',
  file: 'files of another machine',
};

/** `S3`; undefined where the namespace of a dataset is no store of files, or the files are on the machine of the run. */
export const fileStoreKind = (namespace: string): string | undefined => {
  const [, scheme = ''] = /^([a-z][a-z0-9+.-]*):\/\/./iu.exec(namespace) ?? [];
  const known = scheme.toLowerCase();
  return Object.hasOwn(fileStoreSchemes, known) ? fileStoreSchemes[known] : undefined;
};

export const fileStoreStates = ['unwatched'] as const;
export type FileStoreState = (typeof fileStoreStates)[number];

/** What runs report of it: nothing looks at the store by itself. */
export interface DescribedFileStore {
  readonly name: string;
  readonly lastUsedAt: string;
  /** Of the run that used it last. */
  readonly lastPipeline: string;
  /** Pipelines that used it. */
  readonly pipelines: number;
}

export const shownFileStore: Shown<FileStoreState> = { id: 'unwatched', word: 'Not watched', tone: 'aside' };

/** That a run used it says nothing of now. */
export const fileStoreVerdict: Verdict<HealthVerdict> = healthVerdictOf(null);

export const fileStoreSentence = ({ name, lastUsedAt, lastPipeline, pipelines }: DescribedFileStore): Sentence => {
  const others = pipelines > 1 ? `, one of ${formatCount(pipelines)} pipelines` : '';
  return sentenceOf(
    `${name} was last used `,
    timeIn(lastUsedAt, 'ago'),
    ` by ${lastPipeline}${others}; nothing checks whether it answers now.`,
  );
};
