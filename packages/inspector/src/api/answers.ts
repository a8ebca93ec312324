/** What the server answers and the page asks for, as JSON. */

/** How the store is opened. */
export interface StoreAnswer {
  readonly isWritable: boolean;
  /** The clock of the server, in milliseconds since 1970 UTC. */
  readonly now: number;
}

/** A namespace by its record. */
export interface NamespaceAnswer {
  readonly name: string;
  readonly bytes: number;
  readonly keys: number;
  readonly version: number;
  readonly state: "open" | "filling" | "removing";
  /** The quota that is stored with it; `null` where there is none. */
  readonly quotaBytes: number | null;
  readonly quotaKeys: number | null;
}

/** A page of namespaces. */
export interface NamespacesAnswer {
  readonly namespaces: readonly NamespaceAnswer[];
  /** The name after which the next page begins; `null` if nothing is left. */
  readonly after: string | null;
}

/** An entry in a list. */
export interface EntryAnswer {
  readonly key: string;
  /** The key as people read it. */
  readonly text: string;
  readonly kind: string;
  /** The beginning of the value, on one line. */
  readonly summary: string;
  /** Bytes of key and value. */
  readonly bytes: number;
  readonly version: number;
  readonly expiresAt: number | null;
  /** The members of a value that is a JSON object, if they were asked for. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** A page of entries. */
export interface EntriesAnswer {
  readonly entries: readonly EntryAnswer[];
  /** The key after which the next page begins; `null` if nothing is left. */
  readonly after: string | null;
  /** The newest commit of the namespace when the page was read. */
  readonly version: number;
}

/** An entry with its whole value. */
export interface ValueAnswer {
  readonly key: string;
  readonly text: string;
  /** The class and name of its collection; `null` for a key of none. */
  readonly collection: string | null;
  readonly kind: string;
  /** The value as people read it. */
  readonly value: string;
  readonly isCut: boolean;
  readonly bytes: number;
  readonly version: number;
  readonly expiresAt: number | null;
  /** The version that a codec wrote in front of the value; `null` if there is none. */
  readonly valueVersion: number | null;
  /** The value as it can be edited; `null` where the store is read-only, or the value too long. */
  readonly edit: { readonly as: "text" | "hex"; readonly text: string } | null;
}

/** A collection as its keys tell of it. */
export interface CollectionAnswer {
  readonly name: string;
  readonly prefix: string;
  readonly class: string;
  readonly entries: number;
  readonly text: string;
}

/** The collections of a namespace. */
export interface CollectionsAnswer {
  readonly collections: readonly CollectionAnswer[];
  /** Whether there are more keys than were read. */
  readonly isPartial: boolean;
}

/** A write of one key, or its removal. */
export interface WriteRequest {
  readonly namespace: string;
  readonly key: string;
  /** The version that the entry has to have now; `null` if there has to be none. */
  readonly version: number | null;
  /** The new value; `null` removes the key. */
  readonly value: { readonly as: "text" | "hex"; readonly text: string } | null;
  readonly expiresAt: number | null;
}

/** What a write did, and the write that undoes it. */
export interface WriteAnswer {
  readonly undo: WriteRequest;
}

/** A refusal in words. */
export interface ErrorAnswer {
  readonly error: string;
}
