import type { Write } from "@airssys/backend";
import { encodeBase64 } from "../../contract/base64.ts";
import type { MigrationPosition } from "./migration-record.ts";
import type { MigrationTarget } from "./migration-target.ts";

/** How far a namespace is once a write has happened. */
type WritePosition = Omit<MigrationPosition, "after">;

/** Bytes of keys and values after which a batch is full. */
const BATCH_BYTES = 1_048_576;
/** Writes after which it is, however small they are: more would keep the thread of an embedded engine too long. */
const BATCH_WRITES = 2_000;

type Put = Write & { readonly type: "put" };

/** Writes of a migration that are not committed yet, of one namespace or of several. */
export class MigrationBatch {
  readonly #target: MigrationTarget;
  #writes: Put[] = [];
  #bytes = 0;
  #position: WritePosition | undefined;

  constructor(target: MigrationTarget) {
    this.#target = target;
  }

  /** Adds a write, and commits the batch once it is full. */
  async add(write: Put, position: WritePosition | undefined): Promise<void> {
    this.#writes.push(write);
    this.#bytes += write.key.length + write.value.length;
    this.#position = position;
    if (this.#bytes >= BATCH_BYTES || this.#writes.length >= BATCH_WRITES) await this.flush();
  }

  /** Commits what was added. */
  async flush(): Promise<void> {
    const last = this.#writes.at(-1);
    if (last === undefined) return;
    const position = this.#position && { ...this.#position, after: encodeBase64(last.key) };
    await this.#target.commit(this.#writes, position);
    this.#writes = [];
    this.#bytes = 0;
  }
}
