import type { Imports } from "@airssys/host";
import { type Answer, andThen, answerWith, type Stored, same } from "./answers.ts";

/** The resource `bucket` as far as the other interfaces need it: a component's own namespace, or a shared one that it is granted. */
export interface Bucket {
  /** As `storage-enter` takes it. */
  readonly namespace: string;
}

/** What `storage-enter` calls the component's own namespace. */
const OWN = "";

/** The functions of the contract, to be used inside of a bucket. */
export class Buckets {
  readonly ranges: Imports["airssys:wasm/storage-ranges"];
  readonly storage: Imports["airssys:wasm/storage"];
  readonly batch: Imports["airssys:wasm/storage-batch"];
  readonly #namespaces: Imports["airssys:wasm/storage-namespaces"];
  readonly #canBeElsewhere: boolean;

  /** @param canBeElsewhere whether the component can enter namespaces itself; otherwise it is always in its own. */
  constructor(imports: Imports, canBeElsewhere: boolean) {
    this.storage = imports["airssys:wasm/storage"];
    this.ranges = imports["airssys:wasm/storage-ranges"];
    this.batch = imports["airssys:wasm/storage-batch"];
    this.#namespaces = imports["airssys:wasm/storage-namespaces"];
    this.#canBeElsewhere = canBeElsewhere;
  }

  /** The bucket of an identifier: `""` and `"default"` for the component's own namespace, `app:ID` and the like for a shared one. */
  open(identifier: string): Answer<Bucket> {
    const bucket: Bucket = { namespace: identifier === "default" ? OWN : identifier };
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
