import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { $init, generate } from "@bytecodealliance/jco-transpile/component";
import { flushFolder, Namespace } from "./namespace.ts";
import { type Grants, storageOf } from "./storage.ts";

type Exports = Record<string, Record<string, (...args: unknown[]) => unknown>>;

/** An instance of a component: its exports, by interface and function. */
export type Instance = (within: string, name: string, ...args: unknown[]) => unknown;

/** A host that offers `airssys:wasm/storage` over a folder, which is its own until it is closed. */
export class MinimalHost {
  readonly #folder: string;
  readonly #lock: string;
  /** Instances of a component share its namespace. */
  readonly #namespaces = new Map<string, Namespace>();

  constructor(folder: string) {
    if (!existsSync(folder)) mkdirSync(folder);
    flushFolder(dirname(resolve(folder)));
    this.#folder = folder;
    this.#lock = join(folder, "lock");
    if (existsSync(this.#lock)) throw new Error(`a host has ${folder}, or was killed there: then remove ${this.#lock}`);
    writeFileSync(this.#lock, `${process.pid}`, { flag: "wx" }); // of two at the same time, one fails
  }

  /** Prepares a component, which is then started under as many ids as wanted. */
  async load(component: Uint8Array): Promise<(id: string, grants: Grants) => Instance> {
    await $init;
    const modes = { instantiation: { tag: "sync" }, asyncMode: { tag: "sync" } } as const;
    const { files, imports } = generate(component, { name: "guest", noNodejsCompat: true, ...modes });
    const foreign = imports.filter((name) => name !== "airssys:wasm/storage");
    if (foreign.length > 0) throw new Error(`this host does not offer ${foreign.join(", ")}`);
    const parts = new Map(files);
    const moduleOf = (name: string) => new WebAssembly.Module(parts.get(name) as Uint8Array<ArrayBuffer>);
    const modules = new Map(files.filter(([name]) => name.endsWith(".wasm")).map(([name]) => [name, moduleOf(name)]));
    // Decoders drop a U+FEFF at the beginning of a text unless told otherwise, and a key would not be the one that was
    // asked for.
    const glue = new TextDecoder().decode(parts.get("guest.js")).split("new TextDecoder()");
    if (glue.length === 1) throw new Error("this jco decodes texts in another way: look whether it keeps U+FEFF");
    const code = glue.join('new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })');
    const { instantiate } = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
    return (id, grants) => {
      const namespace = this.#namespace(id);
      const storage = { "airssys:wasm/storage": storageOf(namespace, id, grants) };
      return instance(namespace, () => instantiate((name: string) => modules.get(name), storage));
    };
  }

  /** Gives the folder to whoever wants it next. The instances must not be called any more. */
  close(): void {
    rmSync(this.#lock, { force: true });
  }

  #namespace(id: string): Namespace {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(id)) throw new RangeError(`no id: ${JSON.stringify(id)}`);
    const namespace = this.#namespaces.get(id) ?? new Namespace(this.#folder, id);
    this.#namespaces.set(id, namespace);
    return namespace;
  }
}

/** Each call is one transaction. Nothing in it waits, so calls follow each other by themselves. */
function instance(namespace: Namespace, instantiate: () => Exports): Instance {
  let exports: Exports | undefined;
  return (within, name, ...args) => {
    exports ??= namespace.transaction(instantiate);
    const callee = exports[within]?.[name];
    if (callee === undefined) throw new TypeError(`the component does not export ${within}.${name}`);
    try {
      return namespace.transaction(() => callee(...args));
    } catch (error) {
      // What the component answers as its error has a payload. After anything else it is of no use: the next call has a
      // new one.
      if (!(error instanceof Error && "payload" in error)) exports = undefined;
      throw error;
    }
  };
}
