import type { ByteChange } from "@airssys/storage";
import { EncryptionError } from "../errors/encryption-error.ts";
import type { OpenedValue, Sealer } from "./sealer.ts";

/**
 * A change whose values are opened when they are asked for: one that does not open does not hide the changes beside it.
 */
export class OpenedChange implements ByteChange {
  readonly type: ByteChange["type"];
  readonly version: bigint;
  readonly #change: ByteChange;
  readonly #sealer: Sealer;

  constructor(change: ByteChange, sealer: Sealer) {
    this.type = change.type;
    this.version = change.version;
    this.#change = change;
    this.#sealer = sealer;
  }

  /** The key; as it is stored, if it is blinded and no value opens that could tell. */
  get key(): string {
    const { key, oldValue, newValue } = this.#change;
    const stored = newValue ?? oldValue;
    if (!this.#sealer.names.areBlinded || stored === undefined) return key;
    try {
      return this.#open(stored).key;
    } catch (error) {
      if (error instanceof EncryptionError) return key;
      throw error;
    }
  }

  get oldValue(): Uint8Array | undefined {
    const { oldValue } = this.#change;
    return oldValue && this.#open(oldValue).value;
  }

  get newValue(): Uint8Array | undefined {
    const { newValue } = this.#change;
    return newValue && this.#open(newValue).value;
  }

  #open(stored: Uint8Array): OpenedValue {
    return this.#sealer.open(this.#change.key, stored);
  }
}
