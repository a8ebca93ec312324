import type { Imports } from "@airssys/host";
import { type Answer, andThen, answerWith, type Stored, same } from "./answers.ts";
import type { BucketNames } from "./bucket-names.ts";

/**
 * The resource `bucket` as far as the other interfaces need it: a component's own namespace, or a shared one that it is
 * granted.
 */
export interface Bucket {
  /** As `storage-enter` takes it. */
  readonly namespace: string;
}

/** What `storage-enter` calls the component's own namespace. */
const OWN = "";

/** Identifiers for the component's own namespace, unless the host maps them. */
const OWN_IDENTIFIERS = ["", "default"];

/** The functions of the contract, to be used inside of a bucket. */
export class Buckets {
  readonly ranges: Imports["airssys:wasm/storage-ranges"];
  readonly storage: Imports["airssys:wasm/storage"];
  readonly batch: Imports["airssys:wasm/storage-batch"];
  readonly #namespaces: Imports["airssys:wasm/storage-namespaces"];
  readonly #canBeElsewhere: boolean;
  /** A map, in which `__proto__` is an identifier like any other. */
  readonly #mapped: ReadonlyMap<string, string>;

  /**
   * @param names the identifiers that the host maps.
   * @param canBeElsewhere whether the component can enter namespaces itself; otherwise it is always in its own.
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
   * The bucket of an identifier: the namespace that the host has for it, otherwise the component's own for `""` and
   * `"default"`, and a shared one for its name, `app:ID` and the like.
   */
  open(identifier: string): Answer<Bucket> {
    const usual = OWN_IDENTIFIERS.includes(identifier) ? OWN : identifier;
    const bucket: Bucket = { namespace: this.#mapped.get(identifier) ?? usual };
    if (bucket.namespace === OWN) return { tag: "ok", val: bucket };
    const entered = this.inside<Bucket>(bucket, () => ({ tag: "ok", val: bucket }));
    return andThen(entered, (result) => {
      if (result.tag === "err" && result.val.tag === "invalid-argument") return NO_SUCH_STORE;
      return answerWith(result, same);
    });
  }

  /** Does something with the functions of the contract inside of a bucket. */
  inside<T>({ namespace }: Bucket, act: () => Stored<T>): Stored<T> {
    if (namespace === OWN && !this.#canBeElsewhere) return act();
    return andThen(this.#namespaces.storageEnter(namespace), (entered) => {
      if (entered.tag === "err") return entered;
      return andThen(act(), (result) => andThen(this.#namespaces.storageLeave(), () => result));
    });
  }

  /** The same with the answer that `wasi:keyvalue` has for it. */
  answer<T, U>(bucket: Bucket, act: () => Stored<T>, shape: (value: T) => U): Answer<U> {
    return answerWith(this.inside(bucket, act), shape);
  }
}

const NO_SUCH_STORE = { tag: "err", val: { tag: "no-such-store" } } as const;
