import type { Imports } from "@airssys/host";
import { type Answer, andThen, answerWith, type Stored } from "./answers.ts";

/** The resource `bucket` as far as the other interfaces need it: a component's own namespace, or a shared one that it is granted. */
export interface Bucket {
  /** `undefined`: the component's own. */
  readonly namespace: string | undefined;
}

/** Identifiers of the component's own namespace. */
const OWN = new Set(["", "default"]);

/** The functions of the contract, to be used inside of a bucket. */
export class Buckets {
  readonly ranges: Imports["airssys:wasm/storage-ranges"];
  readonly storage: Imports["airssys:wasm/storage"];
  readonly batch: Imports["airssys:wasm/storage-batch"];
  readonly #namespaces: Imports["airssys:wasm/storage-namespaces"];

  constructor(imports: Imports) {
    this.storage = imports["airssys:wasm/storage"];
    this.ranges = imports["airssys:wasm/storage-ranges"];
    this.batch = imports["airssys:wasm/storage-batch"];
    this.#namespaces = imports["airssys:wasm/storage-namespaces"];
  }

  /** The bucket of an identifier: `""` and `"default"` for the component's own namespace, `app:ID` and the like for a shared one. */
  open(identifier: string): Answer<Bucket> {
    if (OWN.has(identifier)) return { tag: "ok", val: { namespace: undefined } };
    const entered = this.inside<Bucket>({ namespace: identifier }, () => ({
      tag: "ok",
      val: { namespace: identifier },
    }));
    return andThen(entered, (result) => {
      if (result.tag === "err" && result.val.tag === "invalid-argument") return NO_SUCH_STORE;
      return answerWith(result, (bucket) => bucket);
    });
  }

  /** Does something with the functions of the contract inside of a bucket. */
  inside<T>({ namespace }: Bucket, act: () => Stored<T>): Stored<T> {
    if (namespace === undefined) return act();
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
