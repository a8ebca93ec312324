/** Requests to the server. */
import type {
  CollectionsAnswer,
  EntriesAnswer,
  ErrorAnswer,
  NamespacesAnswer,
  StoreAnswer,
  ValueAnswer,
  WriteAnswer,
  WriteRequest,
} from "../../api/answers.ts";

const STORED_AS = "airssys-inspector-token";

/**
 * The token stands behind the `#` of the address, which is sent to nobody. It moves to the storage of this tab, so that
 * neither the address bar nor the history keeps it.
 */
function takeToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given !== null) {
    sessionStorage.setItem(STORED_AS, given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem(STORED_AS) ?? "";
}

const token = takeToken();

/** A request that the server refused, with its words. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
  if (response.ok) return response;
  const refused = (await response.json().catch(() => undefined)) as ErrorAnswer | undefined;
  throw new RefusedError(response.status, refused?.error ?? `the server answered ${response.status}`);
}

async function get<T>(path: string, query: Readonly<Record<string, string | undefined>> = {}): Promise<T> {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const response = await ask(`${path}?${new URLSearchParams(given)}`);
  return (await response.json()) as T; // the server is of this package
}

/** Which entries to read. */
export interface EntriesQuery {
  readonly namespace: string;
  readonly prefix: string | undefined;
  readonly start: string | undefined;
  readonly last: string | undefined;
  readonly after: string | undefined;
  readonly fields: "yes" | undefined;
}

export const readStore = () => get<StoreAnswer>("/api/store");
export const readNamespaces = (after: string) => get<NamespacesAnswer>("/api/namespaces", { after });
export const readEntries = (query: EntriesQuery) => get<EntriesAnswer>("/api/entries", { ...query });
export const readValue = (namespace: string, key: string) => get<ValueAnswer | null>("/api/entry", { namespace, key });
export const readCollections = (namespace: string) => get<CollectionsAnswer>("/api/collections", { namespace });

/** Writes or removes a key. */
export async function write(request: WriteRequest): Promise<WriteAnswer> {
  const headers = { "content-type": "application/json" };
  const response = await ask("/api/write", { method: "POST", headers, body: JSON.stringify(request) });
  return (await response.json()) as WriteAnswer; // the server is of this package
}

/** Yields the namespaces, and again whenever one of them has changed, until the connection ends. */
export async function* readChanges(): AsyncGenerator<NamespacesAnswer> {
  const { body } = await ask("/api/changes");
  if (body === null) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (text + value).split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) yield JSON.parse(event.replace(/^data: ?/, "")) as NamespacesAnswer;
  }
}
