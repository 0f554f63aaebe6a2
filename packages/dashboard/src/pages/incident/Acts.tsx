import type { IncidentDetail } from '@sightglass/model/rest';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '../../components/form/Field.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { meQuery } from '../../fetch/access.ts';
import { actOnIncident, type IncidentAct } from '../../fetch/incidents/act.ts';
import { keepName, keptName } from './kept-name.ts';

interface Wanted {
  readonly act: IncidentAct;
  readonly label: string;
  /** The field of its words, where it has some. */
  readonly words?: { readonly field: 'text' | 'why'; readonly label: string; readonly isRequired: boolean };
}

const onOpen: readonly Wanted[] = [
  { act: 'ack', label: 'Acknowledge' },
  { act: 'take', label: 'Take care of it' },
  { act: 'resolve', label: 'Close', words: { field: 'why', label: 'Why', isRequired: false } },
];
const always: Wanted = {
  act: 'notes',
  label: 'Write a note',
  words: { field: 'text', label: 'Note', isRequired: true },
};

/** What people do with it. Where nobody signs in, who does it is asked once in each browser. */
export const Acts = ({ incident }: { readonly incident: IncidentDetail }) => {
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery());
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const isNamed = me?.person != null;
  const order = useMutation({
    mutationFn: ({ act, body }: { readonly act: IncidentAct; readonly body: object }) =>
      actOnIncident(incident, act, body),
    onSuccess: () => setWanted(null),
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents'] }),
  });
  const begin = (one: Wanted) => {
    order.reset();
    const by = keptName();
    if (one.words === undefined && (isNamed || by !== '')) order.mutate({ act: one.act, body: isNamed ? {} : { by } });
    else setWanted(one);
  };
  if (me !== undefined && !me.rights.includes('incidents:act')) return null;
  const acts = incident.state !== 'open' ? [always] : [...onOpen.filter(({ act }) => isLeft(incident, act)), always];
  return (
    <div className="mt-4">
      <div className="flex flex-wrap gap-2" role="group" aria-label="What to do with it">
        {acts.map((one) => (
          <button
            key={one.act}
            type="button"
            className="control"
            disabled={order.isPending}
            aria-expanded={one.words === undefined ? undefined : wanted?.act === one.act}
            onClick={() => begin(one)}
          >
            {one.words === undefined ? one.label : `${one.label} …`}
          </button>
        ))}
      </div>
      {wanted === null ? null : (
        <ActForm
          key={wanted.act}
          wanted={wanted}
          asksName={!isNamed}
          isPending={order.isPending}
          onSend={(body) => order.mutate({ act: wanted.act, body })}
          onCancel={() => setWanted(null)}
        />
      )}
      <Refusal error={order.error} />
    </div>
  );
};

const isLeft = ({ acknowledgedAt, owner }: IncidentDetail, act: IncidentAct): boolean =>
  act === 'ack' ? acknowledgedAt === null : act === 'take' ? owner === null : true;

interface FormProps {
  readonly wanted: Wanted;
  readonly asksName: boolean;
  readonly isPending: boolean;
  readonly onSend: (body: object) => void;
  readonly onCancel: () => void;
}

const ActForm = ({ wanted: { label, words }, asksName, isPending, onSend, onCancel }: FormProps) => {
  const [by, setBy] = useState(keptName);
  const [text, setText] = useState('');
  return (
    <form
      className="max-w-140"
      onSubmit={(event) => {
        event.preventDefault();
        if (asksName) keepName(by.trim());
        onSend({ ...(asksName && { by: by.trim() }), ...(words && { [words.field]: text.trim() }) });
      }}
    >
      {asksName ? (
        <Field
          label="Your name"
          note="as nobody signs in here"
          value={by}
          onText={setBy}
          required
          maxLength={100}
          autoFocus={by === ''}
        />
      ) : null}
      {words === undefined ? null : (
        <Field
          label={words.label}
          value={text}
          onText={setText}
          required={words.isRequired}
          maxLength={4_000}
          autoFocus={by !== '' || !asksName}
        />
      )}
      <div className="mt-3 flex gap-2">
        <button type="submit" className="control" disabled={isPending}>
          {label}
        </button>
        <button type="button" className="control text-dim" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
};
