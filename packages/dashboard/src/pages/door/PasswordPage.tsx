import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '../../components/form/Field.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { meQuery } from '../../fetch/access.ts';
import { setPassword } from '../../fetch/settings.ts';
import { DoorForm } from './DoorForm.tsx';
import { withBase } from '../../url/base-path.ts';

/** Where a link for a password leads. Its secret stands behind #, which browsers do not send. */
export const PasswordPage = () => {
  const [link] = useState(() => location.hash.slice(1));
  const me = useQuery(meQuery());
  const isFirst = me.data?.needsFirstAdmin === true;
  const [name, setName] = useState('');
  const [password, setPasswordText] = useState('');
  const setting = useMutation({
    mutationFn: () => setPassword(link, isFirst ? name.trim() : undefined, password),
    onSuccess: () => location.assign(withBase('/sign-in')),
  });
  if (link === '') {
    return (
      <PageHead tab="Password" title="This address is not complete.">
        <p className="mt-4 max-w-[60ch] text-dim">
          Open the whole link that you were given: what stands behind # belongs to it.
        </p>
      </PageHead>
    );
  }
  return (
    <>
      <PageHead
        tab="Password"
        title={isFirst ? 'You are the first admin: choose a name and a password' : 'Choose a password'}
      />
      <DoorForm
        button="Set the password"
        isPending={setting.isPending || setting.isSuccess}
        error={setting.error}
        onSubmit={() => setting.mutate()}
      >
        {isFirst ? (
          <Field
            label="Name"
            note="with which you sign in"
            onText={setName}
            value={name}
            autoComplete="username"
            autoCapitalize="none"
            required
            autoFocus
          />
        ) : null}
        <Field
          label="Password"
          note="at least 10 characters; a few words are good"
          onText={setPasswordText}
          value={password}
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
        />
      </DoorForm>
    </>
  );
};
