import type { Answer, Bytes, Mode } from "@airssys/backend";

/** The context that sealed bytes are bound to. Opening them requires the same context. */
export interface SealContext {
  /** Namespace that the bytes are sealed for. */
  readonly namespace: string;
  /** Name that the component gave the key. */
  readonly keyName: string;
  /** Bytes that are authenticated but not stored in the sealed bytes. */
  readonly associatedData: Bytes;
}

/**
 * Seals and opens bytes for components: a host's implementation of `airssys:wasm/storage-cipher`. The contract defines
 * the format of sealed bytes.
 */
export interface Cipher<M extends Mode = Mode> {
  readonly mode: M;
  /** Seals bytes with the newest key. */
  seal(plaintext: Bytes, context: SealContext): Answer<M, Bytes>;
  /**
   * Opens sealed bytes. Returns `undefined` if they were not sealed in this context, or their master key is not known.
   */
  open(sealed: Bytes, context: SealContext): Answer<M, Bytes | undefined>;
}
