import type { ApiDetail } from '@sightglass/model/rest';
import { useRef } from 'react';
import { Sheet } from '../../../components/page/Sheet.tsx';
import { IsolationForm } from './IsolationForm.tsx';

/** Holds the API back from everyone who shares its breaker, or lets it go again. */
export const Isolation = ({ api }: { api: ApiDetail }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const isIsolated = api.shared?.isolated === true;
  return (
    <>
      <button type="button" className="control" aria-haspopup="dialog" onClick={() => dialog.current?.showModal()}>
        {isIsolated ? 'Release …' : 'Isolate …'}
      </button>
      <Sheet dialog={dialog} label={isIsolated ? `Release ${api.name}` : `Isolate ${api.name}`} className="max-w-140">
        <IsolationForm
          key={String(isIsolated)}
          api={api}
          isIsolated={isIsolated}
          onDone={() => dialog.current?.close()}
        />
      </Sheet>
    </>
  );
};
