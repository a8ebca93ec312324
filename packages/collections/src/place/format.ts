import { type Codec, decodeValue, encodeValue, jsonCodec } from "@airssys/storage";
import { decodeKey } from "@airssys/storage/keys";
import { type KeyCodec, plainKeys } from "../keys/key-codec.ts";
import type { Place } from "./place.ts";

/** How the keys of one collection become text and come back. */
export class KeyFormat<K> {
  readonly #place: Place;
  readonly #codec: KeyCodec<K>;

  constructor(place: Place, codec: KeyCodec<K> = plainKeys<K>()) {
    this.#place = place;
    this.#codec = codec;
  }

  /** Throws `invalid-key` for what can be no key. */
  textOf(key: K): string {
    return this.#place.textOf(this.#codec.encode(key));
  }

  /** Throws `invalid-key` for a text that no key has. */
  keyOf(text: string): K {
    return this.#codec.decode(decodeKey(text));
  }
}

/** How the values of one collection become bytes and come back. */
export class ValueFormat<V> {
  readonly #place: Place;
  readonly #codec: Codec<V>;

  constructor(place: Place, codec: Codec<V> = jsonCodec<V>()) {
    this.#place = place;
    this.#codec = codec;
  }

  /** Throws `invalid-argument` for what the codec cannot keep. */
  bytesOf(value: V): Uint8Array {
    return encodeValue(this.#codec, value);
  }

  /** Throws `invalid-argument` for bytes that the codec did not write. */
  valueOf(text: string, bytes: Uint8Array): V {
    return decodeValue(this.#codec, this.#place.key(text), bytes);
  }
}
