import { createContextKey, type Attributes, type Context } from '@opentelemetry/api';

/** What the OpenTelemetry context carries inside a run: who is running, and what every span and log line repeats. */
export interface RunScope {
  readonly runId: string;
  readonly pipeline: string;
  readonly stage: { readonly id: string; readonly name: string } | undefined;
  readonly attributes: Attributes;
}

const key = createContextKey('sightglass.run');

export const withRunScope = (context: Context, scope: RunScope): Context => context.setValue(key, scope);

export const runScopeOf = (context: Context): RunScope | undefined => context.getValue(key) as RunScope | undefined;
