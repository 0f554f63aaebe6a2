import { tokenSignals, type TokenSignal } from '@sightglass/model/words/token-scope';
import { useState } from 'react';
import { Field } from '../../components/form/Field.tsx';

/** What an ingest token may send; null is everything. */
export interface Scope {
  readonly signals: TokenSignal[] | null;
  readonly namespaces: readonly string[] | null;
}

interface Props {
  readonly signals: Scope['signals'];
  readonly onChange: (scope: Partial<Scope>) => void;
}

/** Limits an ingest token to signals and namespaces. */
export const TokenScope = ({ signals, onChange }: Props) => {
  const [names, setNames] = useState('');
  const chosen = signals ?? tokenSignals;
  const choose = (signal: TokenSignal, isChosen: boolean) => {
    const now = tokenSignals.filter((one) => (one === signal ? isChosen : chosen.includes(one)));
    onChange({ signals: now.length === tokenSignals.length ? null : now });
  };
  return (
    <div className="flex flex-wrap items-end gap-4">
      <fieldset className="mt-4">
        <legend>It sends</legend>
        <div className="mt-1 flex h-8 items-center gap-4">
          {tokenSignals.map((signal) => (
            <label key={signal} className="flex items-center gap-2">
              <input
                type="checkbox"
                checked={chosen.includes(signal)}
                disabled={chosen.length === 1 && chosen.includes(signal)}
                onChange={({ target }) => choose(signal, target.checked)}
              />
              {signal}
            </label>
          ))}
        </div>
      </fieldset>
      <Field
        label="Namespaces"
        note="with commas; * is any text; empty: all"
        value={names}
        onText={(text) => {
          setNames(text);
          const list = text.split(',').flatMap((one) => one.trim() || []);
          onChange({ namespaces: list.length === 0 ? null : list });
        }}
      />
    </div>
  );
};
