import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Keys with their values, which are replaced and never changed. */
export type Entries = Map<string, Uint8Array>;

/** The data of one component: entries in memory, and a file that each commit replaces as a whole. */
export class Namespace {
  readonly #folder: string;
  readonly #file: string;
  #committed: Entries;
  #pending: Entries | undefined;

  constructor(folder: string, componentId: string) {
    // A digest is a good name in every file system, also where case does not count: two ids never share a file.
    this.#folder = folder;
    this.#file = join(folder, `${createHash("sha256").update(componentId).digest("hex")}.json`);
    this.#committed = this.#read();
  }

  /** What the call under way sees and changes. */
  get entries(): Entries {
    if (this.#pending === undefined) throw new Error("storage was used outside of a call");
    return this.#pending;
  }

  /** Does the work of a call: what it wrote is on the disk when this returns, and nowhere when the work throws. */
  transaction<Result>(work: () => Result): Result {
    const pending = new Map(this.#committed);
    this.#pending = pending;
    try {
      const result = work();
      const isSame = ([key, value]: [string, Uint8Array]) => this.#committed.get(key) === value;
      if (pending.size !== this.#committed.size || !pending.entries().every(isSame)) this.#commit(pending);
      return result;
    } finally {
      this.#pending = undefined;
    }
  }

  #commit(pending: Entries): void {
    try {
      this.#write(pending);
      this.#committed = pending;
    } catch (cause) {
      this.#committed = this.#read(); // whatever became of the file, it is what holds from now on
      throw new Error("nobody can tell whether the call was committed", { cause });
    }
  }

  #read(): Entries {
    const text = existsSync(this.#file) ? readFileSync(this.#file, "utf8") : "[]";
    const entries: [string, string][] = JSON.parse(text);
    return new Map(entries.map(([key, value]) => [key, new Uint8Array(Buffer.from(value, "base64"))]));
  }

  /** Whoever reads the file finds the old one or the new one, and after this the new one, whatever happens to the machine. */
  #write(entries: Entries): void {
    const text = JSON.stringify(Array.from(entries, ([key, value]) => [key, Buffer.from(value).toString("base64")]));
    writeFileSync(`${this.#file}.new`, text, { flush: true });
    renameSync(`${this.#file}.new`, this.#file);
    const folder = openSync(this.#folder, "r");
    fsyncSync(folder); // a rename is durable once its folder is
    closeSync(folder);
  }
}
