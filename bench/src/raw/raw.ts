import type { KeySet } from "../key-set.ts";

/** An engine as anybody would use it who does without this project: what the store over it is compared with. */
export interface Raw {
  readonly name: string;
  getEach(keys: KeySet, indexes: Uint32Array): void;
  /** Each durable when it returns, where the engine has durability. */
  putEach(keys: KeySet, indexes: Uint32Array, value: Uint8Array): void;
  /** All of it in one commit. */
  putTogether(keys: KeySet, indexes: Uint32Array, value: Uint8Array): void;
  close(): Promise<void>;
}
