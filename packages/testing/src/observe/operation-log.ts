import type { StorageErrorPayload } from "@airssys/protocol";

/** An operation that a component asked its host for, as immutable plain data. */
export interface AskedOperation {
  /** The id under which the component was started. */
  readonly component: string;
  /** The interface of the contract, as in WIT: `storage-ranges`. */
  readonly interface: string;
  /** The function, as in WIT: `storage-scan`. */
  readonly function: string;
  /** Its arguments. Each read returns a new copy. */
  readonly args: readonly unknown[];
  /** `"ok"`, or the error that the component got. */
  readonly outcome: "ok" | StorageErrorPayload;
}

/** The operations of all components of a harness, in order, over all restarts. */
export interface OperationLog extends Iterable<AskedOperation> {
  /** All operations so far. */
  readonly all: readonly AskedOperation[];
  /** Returns the operations of one component. */
  of(id: string): AskedOperation[];
  /** Returns the names of the functions, of one component or all: `["storage-get", "storage-set"]`. */
  names(id?: string): string[];
  /** Removes all operations from the log. */
  clear(): void;
  /**
   * Calls a listener with each operation when it is done, in the middle of the call and before the component gets the
   * answer. An error that it throws ends the guest.
   *
   * @returns a function that removes the listener.
   */
  listen(listener: OperationListener): () => void;
}

/** Receives an operation. */
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
