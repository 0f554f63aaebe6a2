const leastRetryMs = 2000;
const mostRetryMs = 30_000;

interface Handlers {
  readonly onOpen: () => void;
  readonly onDown: () => void;
  readonly events: Readonly<Record<string, (data: string) => void>>;
}

/**
 * A server-sent event stream that comes back. The browser retries a broken connection by itself but gives up when the server
 * refuses; then we ask again, later each time. Returns what closes it.
 */
export const openStream = (url: string, { onOpen, onDown, events }: Handlers): (() => void) => {
  let retryMs = leastRetryMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  const open = () => {
    source = new EventSource(url);
    source.onopen = () => {
      retryMs = leastRetryMs;
      onOpen();
    };
    source.onerror = () => {
      onDown();
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, retryMs * (0.75 + Math.random() / 2));
      retryMs = Math.min(mostRetryMs, retryMs * 2);
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
