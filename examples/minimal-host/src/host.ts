import { mkdirSync } from "node:fs";
import { $init, generate } from "@bytecodealliance/jco-transpile/component";
import { Namespace } from "./namespace.ts";
import { type Grants, storageOf } from "./storage.ts";

/** What the generated glue exports: it joins the core modules of a component and gives them its imports. */
interface Glue {
  instantiate(module: (name: string) => WebAssembly.Module, imports: object): Record<string, Exports>;
}
type Exports = Record<string, (...args: unknown[]) => unknown>;

/** A host that offers `airssys:wasm/storage` over a folder, which no other process may use at the same time. */
export class MinimalHost {
  readonly #folder: string;
  /** Instances of a component share its namespace. */
  readonly #namespaces = new Map<string, Namespace>();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  /** Prepares a component, to be started under as many ids as wanted. */
  async load(component: Uint8Array): Promise<(id: string, grants: Grants) => Instance> {
    await $init;
    const options = { name: "guest", instantiation: { tag: "sync" }, asyncMode: { tag: "sync" }, noNodejsCompat: true } as const;
    const { files, imports } = generate(component, options);
    const foreign = imports.filter((name) => name !== "airssys:wasm/storage");
    if (foreign.length > 0) throw new Error(`the component imports what this host does not offer: ${foreign.join(", ")}`);
    const parts = new Map(files);
    const modules = new Map<string, WebAssembly.Module>();
    for (const [name, bytes] of files)
      if (name.endsWith(".wasm")) modules.set(name, new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>));
    const source = Buffer.from(parts.get("guest.js") ?? "").toString("base64");
    const glue: Glue = await import(`data:text/javascript;base64,${source}`);
    return (id, grants) => new Instance(this.#namespace(id), id, grants, glue, modules);
  }

  #namespace(id: string): Namespace {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(id)) throw new RangeError(`no id of a component: ${JSON.stringify(id)}`);
    const namespace = this.#namespaces.get(id) ?? new Namespace(this.#folder, id);
    this.#namespaces.set(id, namespace);
    return namespace;
  }
}

/** One instance of a component. Nothing in a call waits, so calls follow each other by themselves. */
class Instance {
  readonly #namespace: Namespace;
  readonly #instantiate: () => Record<string, Exports>;
  #exports: Record<string, Exports> | undefined;

  constructor(namespace: Namespace, id: string, grants: Grants, glue: Glue, modules: ReadonlyMap<string, WebAssembly.Module>) {
    const imports = { "airssys:wasm/storage": storageOf(namespace, id, grants) };
    this.#namespace = namespace;
    this.#instantiate = () => glue.instantiate((name) => modules.get(name) as WebAssembly.Module, imports);
  }

  /** Calls an export as one transaction. What it answers as its error is thrown as `payload`; an instance that trapped is replaced by the next call. */
  call(within: string, name: string, ...args: unknown[]): unknown {
    this.#exports ??= this.#namespace.transaction(this.#instantiate);
    const callee = this.#exports[within]?.[name];
    if (callee === undefined) throw new TypeError(`the component does not export ${within}.${name}`);
    try {
      return this.#namespace.transaction(() => callee(...args));
    } catch (error) {
      if (!(error instanceof Error && "payload" in error)) this.#exports = undefined;
      throw error;
    }
  }
}
