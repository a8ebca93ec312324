import { type Batch, type Bytes, type KeyBounds, PAGE_ENTRIES_MAX, type ScanRange, type Write } from "@airssys/backend";

/** Bytes in hexadecimal, which sort like the bytes. */
export type Hex = string;

export function hex(bytes: Bytes): Hex {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A slow and obvious backend to compare with: a map that is sorted and filtered for each request. */
export class SortedModel {
  readonly #values = new Map<Hex, Bytes>();

  get(key: Bytes): Hex | undefined {
    const value = this.#values.get(hex(key));
    return value && hex(value);
  }

  /** Returns the value itself, for checks that hold. */
  valueOf(key: Bytes): Bytes | undefined {
    return this.#values.get(hex(key));
  }

  scan({ gte, lt, reverse = false, limit = PAGE_ENTRIES_MAX, valueBytesMax }: ScanRange) {
    const inside = this.#inside({ ...(gte && { gte }), ...(lt && { lt }) });
    const walked = reverse ? inside.reverse() : inside;
    const entries = walked.slice(0, limit).map(([key, value]) => `${key}=${hex(value.subarray(0, valueBytesMax))}`);
    return { entries, isLast: walked.length <= limit };
  }

  count(range: KeyBounds): number {
    return this.#inside(range).length;
  }

  commit({ checks, writes }: Batch): boolean {
    if (!checks.every(({ key, value }) => this.get(key) === (value && hex(value)))) return false;
    for (const write of writes) this.#apply(write);
    return true;
  }

  #inside({ gte, lt }: KeyBounds): [Hex, Bytes][] {
    const sorted = [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.filter(([key]) => (!gte || key >= hex(gte)) && (!lt || key < hex(lt)));
  }

  #apply(write: Write): void {
    if (write.type === "put") this.#values.set(hex(write.key), write.value);
    else if (write.type === "delete") this.#values.delete(hex(write.key));
    else {
      for (const key of [...this.#values.keys()]) {
        if (key >= hex(write.gte) && key < hex(write.lt)) this.#values.delete(key);
      }
    }
  }
}
