import { dateLanguages } from '@sightglass/model';
import type { Profile } from '@sightglass/model/rest';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Field } from '../../components/form/Field.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { meQuery, saveProfile } from '../../fetch/access.ts';
import { chooseLanguage, dateLanguage } from '../../format/language.ts';
import { formatTime } from '../../format/time.ts';

/** What the pages are like for one person, in every browser. Zone and theme have their switches above each page. */
export const ProfileForm = ({ profile }: { readonly profile: Profile }) => {
  const client = useQueryClient();
  const [name, setName] = useState(profile.displayName ?? '');
  const languageField = useId();
  const saving = useMutation({
    mutationFn: () => saveProfile({ ...profile, displayName: name.trim() === '' ? null : name.trim() }),
    onSuccess: () => client.invalidateQueries({ queryKey: meQuery().queryKey }),
  });
  return (
    <form
      className="max-w-[36ch]"
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving.isPending) saving.mutate();
      }}
    >
      <Field
        label="Name shown"
        note="in place of the one you sign in with"
        value={name}
        maxLength={100}
        onText={setName}
      />
      <label htmlFor={languageField} className="mt-4 block">
        Dates <span className="text-dim">{`like ${formatTime(exampleMs, 0)}`}</span>
      </label>
      <select
        id={languageField}
        className="control mt-1"
        value={dateLanguage()}
        onChange={({ target }) => chooseLanguage(dateLanguages.find((one) => one === target.value) ?? dateLanguages[0])}
      >
        {dateLanguages.map((language) => (
          <option key={language} value={language}>
            {new Intl.DisplayNames('en', { type: 'language' }).of(language)}
          </option>
        ))}
      </select>
      <Refusal error={saving.error} />
      <button type="submit" className="control mt-5 block" disabled={saving.isPending}>
        Keep the name
      </button>
    </form>
  );
};

const exampleMs = Date.UTC(2026, 9, 21, 12, 0);
