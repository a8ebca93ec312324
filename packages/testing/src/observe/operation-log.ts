import type { StorageErrorPayload } from "@airssys/protocol";

/** What a component asked of its host, as plain data that cannot be changed. */
export interface AskedOperation {
  /** The id under which the component was started. */
  readonly component: string;
  /** The interface of the contract, as in WIT: `storage-ranges`. */
  readonly interface: string;
  /** The function, as in WIT: `storage-scan`. */
  readonly function: string;
  /** Copies of its arguments, made for each who looks. */
  readonly args: readonly unknown[];
  /** `"ok"`, or the error that the component was told. */
  readonly outcome: "ok" | StorageErrorPayload;
}

/** What the components of a harness asked, in order, over all restarts. */
export interface OperationLog extends Iterable<AskedOperation> {
  /** All of it up to now. */
  readonly all: readonly AskedOperation[];
  /** What one component asked. */
  of(id: string): AskedOperation[];
  /** The names of the functions that were asked for, by one component or all: `["storage-get", "storage-set"]`. */
  names(id?: string): string[];
  /** Forgets what was asked so far. */
  clear(): void;
  /**
   * Calls something with each operation when it is done, before the component has the answer: the middle of a call.
   * What it throws ends the guest.
   *
   * @returns what ends that.
   */
  listen(listener: OperationListener): () => void;
}

/** Told of an operation. */
export type OperationListener = (operation: AskedOperation) => void;

export class RecordedOperations implements OperationLog {
  readonly #all: AskedOperation[] = [];
  readonly #listeners = new Set<OperationListener>();

  get all(): readonly AskedOperation[] {
    return Object.freeze([...this.#all]);
  }

  [Symbol.iterator](): Iterator<AskedOperation> {
    return this.all.values();
  }

  of(id: string): AskedOperation[] {
    return this.#all.filter(({ component }) => component === id);
  }

  names(id?: string): string[] {
    const operations = id === undefined ? this.#all : this.of(id);
    return operations.map((operation) => operation.function);
  }

  clear(): void {
    this.#all.length = 0;
  }

  listen(listener: OperationListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  record(operation: AskedOperation): void {
    this.#all.push(operation);
    for (const listener of this.#listeners) listener(operation);
  }
}
