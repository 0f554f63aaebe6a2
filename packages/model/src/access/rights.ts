/** What a request needs, and what that is, in words. Each route names one of them. */
export const rights = {
  'telemetry:read': 'see runs, logs, files, systems and what is made of them',
  'telemetry:write': 'send telemetry, and report the state of circuit breakers',
  'apis:isolate': 'hold the circuit breaker of an API open, and release it',
  'incidents:act': 'acknowledge, take, hand over and close incidents, and write notes',
  'span-rules:manage': 'make runs of spans by a rule, and take the rule back',
  'runs:share': 'create links that show one run to whoever has them',
  'holds:manage': 'see legal holds, put telemetry on hold and release it',
  'telemetry:erase': 'erase what holds a text from telemetry, for ever',
  'backup:take': 'take a backup, which holds everything',
  'people:manage': 'create people, change their roles and end their sessions',
  'tokens:own': 'create, list, rotate and revoke own tokens',
  'tokens:manage': 'create and revoke the tokens of everybody',
  'access-log:read': 'see who changed what, and who read what is sensitive',
  'metrics:read': 'read the metrics of Sightglass itself',
} as const;
export type Right = keyof typeof rights;
export const allRights = Object.keys(rights) as Right[];

/** From the one who sees to the one who may do everything; each has the rights of those before it. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

export const rightsOfRole: Readonly<Record<Role, ReadonlySet<Right>>> = {
  viewer: new Set<Right>(['telemetry:read', 'tokens:own']),
  operator: new Set<Right>([
    'telemetry:read',
    'tokens:own',
    'apis:isolate',
    'incidents:act',
    'span-rules:manage',
    'runs:share',
  ]),
  admin: new Set(allRights),
};
