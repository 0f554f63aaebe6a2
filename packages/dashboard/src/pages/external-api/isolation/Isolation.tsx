import type { ApiDetail } from '@sightglass/model/rest';
import { useRef } from 'react';
import { Sheet } from '../../../components/page/Sheet.tsx';
import { IsolationForm } from './IsolationForm.tsx';

/** Stops the calls of everyone who shares the breaker of the API, or allows them again. */
export const Isolation = ({ api }: { api: ApiDetail }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const isIsolated = api.shared?.isolated === true;
  return (
    <>
      <button type="button" className="control" aria-haspopup="dialog" onClick={() => dialog.current?.showModal()}>
        {isIsolated ? 'Allow calls …' : 'Stop calls …'}
      </button>
      <Sheet
        dialog={dialog}
        label={isIsolated ? `Allow calls to ${api.name}` : `Stop calls to ${api.name}`}
        className="max-w-140"
      >
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
