const encoder = new TextEncoder();

/**
 * Names for the imports and exports of core modules, in place of those that a component has. Core names join the
 * modules of one component and mean nothing outside of it, and generated code spells them out. The same name always
 * gets the same one.
 */
export class CoreNames {
  readonly #known = new Map<string, Uint8Array>();

  /** The name that stands for another one, in UTF-8 and with its length before it. */
  nameFor(name: Uint8Array): Uint8Array {
    const key = byteString(name);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const text = encoder.encode(`n${this.#known.size}`);
    const made = Uint8Array.of(text.length, ...text);
    this.#known.set(key, made);
    return made;
  }
}

/** Bytes as a text that is theirs alone. */
function byteString(bytes: Uint8Array): string {
  let key = "";
  for (const byte of bytes) key += String.fromCharCode(byte);
  return key;
}
