import { useId } from 'react';
import { namedBy, type SpanRulesSearch } from './span-rules-search.ts';

interface Props {
  readonly services: readonly string[];
  readonly search: SpanRulesSearch;
  readonly onChange: (part: SpanRulesSearch) => void;
}

const field = 'mt-1 h-8 w-full rounded-control border border-edge bg-raised px-2 max-sm:h-11';

/** Which spans, and what they become. */
export const RuleForm = ({ services, search, onChange }: Props) => {
  const { service = '', root = '', pipeline = '', namespace = '', stages = '' } = search;
  const id = useId();
  const known = service === '' || services.includes(service) ? services : [service, ...services];
  return (
    <div className="grid max-w-[960px] gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
      <div>
        <label htmlFor={`${id}service`}>Service</label>
        <select
          id={`${id}service`}
          className={field}
          value={service}
          onChange={(event) => onChange({ service: event.target.value })}
        >
          <option value="">Choose a service …</option>
          {known.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </div>
      <Words
        label="Root span"
        note="* is any text"
        value={root}
        placeholder="*"
        onChange={(value) => onChange({ root: value })}
      />
      <Words
        label="Pipeline"
        note="* as in the root span"
        value={pipeline}
        placeholder={namedBy(root.trim() || '*')}
        onChange={(value) => onChange({ pipeline: value })}
      />
      <Words
        label="Namespace"
        value={namespace}
        placeholder="default"
        onChange={(value) => onChange({ namespace: value })}
      />
      <Words
        label="Stages"
        note="spans below it, by name, with commas"
        value={stages}
        placeholder="none"
        onChange={(value) => onChange({ stages: value })}
      />
    </div>
  );
};

interface WordsProps {
  readonly label: string;
  readonly note?: string;
  readonly value: string;
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
}

const Words = ({ label, note, value, placeholder, onChange }: WordsProps) => {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>
        {label} {note === undefined ? null : <span className="text-dim">{note}</span>}
      </label>
      <input
        id={id}
        className={`${field} font-mono`}
        maxLength={200}
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
};
