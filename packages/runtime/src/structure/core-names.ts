const encoder = new TextEncoder();

/**
 * Generates names that replace the import and export names of core modules. Core names only join the modules of one
 * component, but generated code spells them out. The same name always gets the same replacement.
 */
export class CoreNames {
  readonly #known = new Map<string, Uint8Array>();

  /** Returns the replacement of a name: its length, then UTF-8. */
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

/** Turns bytes into a string, one character per byte, for use as a key. */
function byteString(bytes: Uint8Array): string {
  let key = "";
  for (const byte of bytes) key += String.fromCharCode(byte);
  return key;
}
