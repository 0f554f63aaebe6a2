/** What an alert is about: what stays the same. Never an id of a run, a value or a time. */
export const subjectKinds = ['database', 'api', 'inferred', 'sightglass', 'pipeline'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export interface Subject {
  readonly kind: SubjectKind;
  /** Of a pipeline; empty of others. */
  readonly namespace: string;
  readonly name: string;
  /** A contract or a stage of a pipeline; empty for the whole. */
  readonly part: string;
}

/** The same text for the same subject. */
export const subjectKey = ({ kind, namespace, name, part }: Subject): string =>
  JSON.stringify(part === '' ? [kind, namespace, name] : [kind, namespace, name, part]);

/** What it is a part of; itself where it is whole. Trouble of parts is trouble of the whole. */
export const wholeOf = (subject: Subject): Subject => (subject.part === '' ? subject : { ...subject, part: '' });

/** The identity of an alert: its rule and its subject. */
export const fingerprintOf = (ruleId: string, subject: Subject): string => `${ruleId} ${subjectKey(subject)}`;

export const pipelineSubject = (namespace: string, name: string, part = ''): Subject => ({
  kind: 'pipeline',
  namespace,
  name,
  part,
});

export const systemSubject = (kind: 'database' | 'api', name: string): Subject => ({
  kind,
  namespace: '',
  name,
  part: '',
});
