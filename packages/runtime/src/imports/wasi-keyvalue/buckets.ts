import type { Imports } from "@airssys/host";
import { type Answer, andThen, mapAnswer, type Stored, same } from "./answers.ts";
import type { BucketNames } from "./bucket-names.ts";

/**
 * The resource `bucket`, as the other interfaces need it: the component's own namespace, or a shared one that it is
 * granted.
 */
export interface Bucket {
  /** The argument for `storage-enter`. */
  readonly namespace: string;
}

/** The component's own namespace, for `storage-enter`. */
const OWN = "";

/** Identifiers of the component's own namespace, unless the host maps them. */
const OWN_IDENTIFIERS = ["", "default"];

/** Calls functions of the contract inside of a bucket. */
export class Buckets {
  readonly ranges: Imports["airssys:wasm/storage-ranges"];
  readonly storage: Imports["airssys:wasm/storage"];
  readonly batch: Imports["airssys:wasm/storage-batch"];
  readonly #namespaces: Imports["airssys:wasm/storage-namespaces"];
  readonly #canBeElsewhere: boolean;
  /** A Map, since `__proto__` is an identifier like any other. */
  readonly #mapped: ReadonlyMap<string, string>;

  /**
   * @param canBeElsewhere whether the component can enter namespaces itself. Otherwise it is always in its own.
   * @param names the identifiers that the host maps.
   */
  constructor(imports: Imports, canBeElsewhere: boolean, names: BucketNames) {
    this.storage = imports["airssys:wasm/storage"];
    this.ranges = imports["airssys:wasm/storage-ranges"];
    this.batch = imports["airssys:wasm/storage-batch"];
    this.#namespaces = imports["airssys:wasm/storage-namespaces"];
    this.#canBeElsewhere = canBeElsewhere;
    this.#mapped = new Map(names);
  }

  /**
   * Opens the bucket of an identifier: the namespace that the host maps it to. Otherwise `""` and `"default"` are the
   * component's own namespace, and the name of a shared one, such as `app:ID`, is that.
   */
  open(identifier: string): Answer<Bucket> {
    const usual = OWN_IDENTIFIERS.includes(identifier) ? OWN : identifier;
    const bucket: Bucket = { namespace: this.#mapped.get(identifier) ?? usual };
    if (bucket.namespace === OWN) return { tag: "ok", val: bucket };
    const entered = this.inside<Bucket>(bucket, () => ({ tag: "ok", val: bucket }));
    return andThen(entered, (result) => {
      if (result.tag === "err" && result.val.tag === "invalid-argument") return NO_SUCH_STORE;
      return mapAnswer(result, same);
    });
  }

  /** Runs `act` inside of a bucket. */
  inside<T>({ namespace }: Bucket, act: () => Stored<T>): Stored<T> {
    if (namespace === OWN && !this.#canBeElsewhere) return act();
    return andThen(this.#namespaces.storageEnter(namespace), (entered) => {
      if (entered.tag === "err") return entered;
      return andThen(act(), (result) => andThen(this.#namespaces.storageLeave(), () => result));
    });
  }

  /** Runs `act` inside of a bucket and converts its result into an answer of `wasi:keyvalue`. */
  answer<T, U>(bucket: Bucket, act: () => Stored<T>, shape: (value: T) => U): Answer<U> {
    return mapAnswer(this.inside(bucket, act), shape);
  }
}

const NO_SUCH_STORE = { tag: "err", val: { tag: "no-such-store" } } as const;
