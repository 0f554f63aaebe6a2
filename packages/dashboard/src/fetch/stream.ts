import { backoffMs } from '@sightglass/model';

const retries = { firstMs: 2_000, longestMs: 30_000 };

interface Handlers {
  readonly onOpen: () => void;
  readonly onDown: () => void;
  readonly events: Readonly<Record<string, (data: string) => void>>;
}

/**
 * A server-sent event stream that comes back. The browser retries a broken connection by itself but gives up when the server
 * refuses; then the page tries again, later each time. Returns what closes it.
 */
export const openStream = (url: string, { onOpen, onDown, events }: Handlers): (() => void) => {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  const open = () => {
    source = new EventSource(url);
    source.onopen = () => {
      failures = 0;
      onOpen();
    };
    source.onerror = () => {
      onDown();
      if (source.readyState !== EventSource.CLOSED) return;
      failures += 1;
      timer = setTimeout(open, backoffMs(failures, retries, Math.random()));
    };
    for (const [name, handle] of Object.entries(events)) {
      source.addEventListener(name, (event) => handle((event as MessageEvent<string>).data));
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
};
