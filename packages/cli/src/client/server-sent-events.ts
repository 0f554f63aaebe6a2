export interface ServerSentEvent {
  /** `message` unless the server says otherwise. */
  readonly event: string;
  readonly data: string;
}

/** The events of a server-sent event stream (HTML Standard, section 9.2.6), in order. */
export async function* readServerSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.map((text) => text.replace(/\r$/, ''))) {
      if (line.startsWith('data:')) data.push(fieldOf(line, 'data:'));
      if (line.startsWith('event:')) event = fieldOf(line, 'event:');
      if (line !== '') continue;
      if (data.length > 0) yield { event, data: data.join('\n') };
      event = 'message';
      data = [];
    }
  }
}

const fieldOf = (line: string, name: string): string => line.slice(name.length).replace(/^ /, '');
