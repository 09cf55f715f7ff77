// Reads server-sent events from a response. `EventSource` is not used, since it cannot send a token.
export interface Told {
  event: string;
  data: string;
}

/** Takes text in pieces as they come, and gives the events that are complete. */
export function eventReader(): (piece: string) => Told[] {
  let rest = "";
  return (piece) => {
    rest += piece;
    const blocks = rest.split(/\r\n\r\n|\n\n|\r\r/);
    rest = blocks.pop() ?? "";
    return blocks.map(told).filter((each) => each !== undefined);
  };
}

function told(block: string): Told | undefined {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [field, value] = parted(line);
    if (field === "event") event = value;
    if (field === "data") data.push(value);
  }
  return data.length ? { event, data: data.join("\n") } : undefined;
}

function parted(line: string): [string, string] {
  const colon = line.indexOf(":");
  if (colon < 0) return [line, ""];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(" ") ? value.slice(1) : value];
}

export async function* events(response: Response): AsyncGenerator<Told> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const read = eventReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) return;
    yield* read(value);
  }
}
