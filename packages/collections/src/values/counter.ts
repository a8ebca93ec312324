import { type SetOptions, StorageError } from "@airssys/storage";
import { type Finding, findingsIn, problemOfReading } from "../check/finding.ts";
import { type CollectionOptions, knownOptions, OPTION_NAMES } from "../place/options.ts";
import { type Place, placeOf } from "../place/place.ts";

/**
 * A durable whole number of 64 bits that the host counts, so that nothing is ever lost between reading and writing. It
 * is one key of storage, and an absent one counts from 0.
 *
 * Counters by key are `new MapOf("hits", Counter)`. It needs `storage-batch`.
 *
 * @example
 * ```ts
 * import { Counter, MapOf } from "@airssys/collections";
 *
 * const visits = new Counter("visits");
 * visits.increment(); // 1n
 *
 * const requests = new MapOf("requests", Counter);
 * const isTooMany = requests.get("ada").increment(1, { ttlSeconds: 60 }) > 100;
 * ```
 */
export class Counter {
  readonly #place: Place;

  /** A counter with a name of its own, or nested at a place that the collection around it handed out. */
  constructor(at: string | Place, options: CollectionOptions = {}) {
    const { byteStorage } = knownOptions(options, OPTION_NAMES.collection);
    this.#place = placeOf(at, byteStorage, "n");
  }

  /** The number. 1 host call. Throws `invalid-argument` when something else is stored there. */
  get value(): bigint {
    const bytes = this.#place.get("");
    return bytes === undefined ? 0n : numberOf(bytes);
  }

  /**
   * Adds to the number and answers the new one. 1 host call.
   *
   * With `ttlSeconds`, a counter that is absent begins now and is forgotten after that time; one that has begun keeps
   * its expiry, or has none, whatever its number. 2 host calls. Needs `storage-ttl`.
   *
   * Throws `invalid-argument` when the result does not fit into 64 bits, and leaves it as it was.
   */
  increment(by: number | bigint = 1, options: SetOptions = {}): bigint {
    const { ttlSeconds } = knownOptions(options, OPTION_NAMES.set);
    const delta = wholeNumber(by);
    if (ttlSeconds === undefined || this.#place.has("")) return this.#place.increment("", delta);
    this.#store(delta, { ttlSeconds });
    return delta;
  }

  /** Takes from the number and answers the new one. 1 host call. Throws as `increment` does. */
  decrement(by: number | bigint = 1): bigint {
    return this.increment(-wholeNumber(by));
  }

  /** Makes it another number. 1 host call. Throws `invalid-argument` for one that does not fit into 64 bits. */
  set(value: number | bigint): void {
    this.#store(wholeNumber(value));
  }

  #store(number: bigint, options?: SetOptions): void {
    if (BigInt.asIntN(64, number) !== number) throw invalidArgument("a counter has 64 bits");
    this.#place.set(
      "",
      Uint8Array.from(String(number), (digit) => digit.charCodeAt(0)),
      options,
    );
  }

  /** Forgets the number, which is 0 then. 1 host call. Needs `storage-ranges`. */
  clear(): void {
    this.#place.clear();
  }

  /**
   * Looks at everything that begins with the counter's prefix and answers what cannot be part of it. 1 host call.
   * Nothing is repaired.
   */
  check(): Finding[] {
    return findingsIn(this.#place, (text, bytes) => {
      return text === "" ? problemOfReading(() => numberOf(bytes)) : "a counter has a single key";
    });
  }
}

/** The number of decimal digits as the host writes them. */
function numberOf(bytes: Uint8Array): bigint {
  const text = String.fromCharCode(...bytes.subarray(0, DIGITS_MAX));
  const number = /^-?[0-9]+$/.test(text) ? BigInt(text) : undefined;
  if (number !== undefined && String(number) === text && bytes.length <= DIGITS_MAX) return number;
  throw invalidArgument("it is not a counter");
}

const DIGITS_MAX = 20;

function wholeNumber(number: number | bigint): bigint {
  if (typeof number === "bigint") return number;
  if (Number.isSafeInteger(number)) return BigInt(number);
  throw invalidArgument(`a counter takes whole numbers, got ${String(number)}`);
}

function invalidArgument(problem: string): StorageError {
  return new StorageError({ tag: "invalid-argument", val: problem });
}
