import type { Answer, Bytes, Mode } from "@airssys/backend";

/** Where sealed bytes belong: opening needs the same again. */
export interface SealContext {
  /** The namespace of the component that seals. */
  readonly namespace: string;
  /** The component's own name for the key. */
  readonly keyName: string;
  readonly associatedData: Bytes;
}

/**
 * What a host seals bytes with for components, behind `airssys:wasm/storage-cipher`. The format of what is sealed is
 * that of the contract.
 */
export interface Cipher<M extends Mode = Mode> {
  readonly mode: M;
  /** Seals bytes with the newest key. */
  seal(plaintext: Bytes, context: SealContext): Answer<M, Bytes>;
  /**
   * Opens sealed bytes; `undefined` if they are not what was sealed in this context, or the key is not known any more.
   */
  open(sealed: Bytes, context: SealContext): Answer<M, Bytes | undefined>;
}
