import { createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FlatContext } from './flat-context.ts';

const keys = ['a', 'b', 'c', 'd'].map((name) => createContextKey(name));
const step = fc.record({ key: fc.constantFrom(...keys), value: fc.option(fc.nat(), { nil: undefined }) });

it('answers as the context of OpenTelemetry does, whatever is set, overwritten and deleted', () => {
  fc.assert(
    fc.property(fc.array(step), fc.array(step), (before, after) => {
      const around = before.reduce((context, { key, value }) => context.setValue(key, value), ROOT_CONTEXT);
      const [ours, theirs] = [new FlatContext(around), around].map((first) =>
        after.reduce((context, { key, value }) => {
          const next = value === undefined ? context.deleteValue(key) : context.setValue(key, value);
          for (const each of keys) if (each !== key) expect(next.getValue(each)).toBe(context.getValue(each));
          return next;
        }, first),
      );
      for (const key of keys) expect(ours?.getValue(key)).toBe(theirs?.getValue(key));
    }),
  );
});
