import { join } from "node:path";
import { componentize } from "@airssys/componentize";
import { type Host, openHost, parseManifest } from "@airssys/host";
import { nodeCipher } from "@airssys/host/node";
import { type Instance, load } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
import { swallow } from "../black-hole.ts";
import { type Comparison, comparison, measureAll } from "../comparison.ts";
import { openEngine } from "../engines.ts";
import type { Case } from "../measure.ts";
import { PLACES } from "../places.ts";
import type { Suite } from "../suite.ts";

/** What the component exports, as its WIT says. */
interface SealedExports {
  readonly work: {
    setEach(way: string, size: number, first: number, count: number): void;
    getEach(way: string, size: number, first: number, count: number): number;
    setBlinded(first: number, count: number): void;
    reencrypt(count: number): number;
  };
}

type Sealed = Instance<SealedExports>;

/** What sealed values cost a component: by the host and in the component, against plain ones. */
export const encryption: Suite = {
  title: "encryption: values that a component keeps sealed, against plain ones",
  parts: ["lmdb"],
  async run(engine, context) {
    context.progress("building the component");
    const component = await build();
    const backend = openEngine(engine, context.folder);
    const open = (newest: number) => start(component, openHost({ backend, cipher: nodeCipher(keyRing(newest)) }));
    const sealed = await open(1);
    const groups = await measureAll([...SIZES.flatMap((size) => ofSize(sealed, size)), blinded(sealed)], context);
    const next = [await open(1), await open(2)] as const;
    groups.push(...(await measureAll([rotation(next)], context)));
    for (const instance of [sealed, ...next]) await instance.stop();
    backend.close();
    return { groups, notes: [] };
  },
};

const KEYS = 100;
const SIZES = [100, 1_000, 16_384];
const PLAIN = "plain";
const BY_HOST = "hostCipher";
const WAYS = { plain: PLAIN, "by-host": BY_HOST, xchacha: "xchacha20Poly1305", aes: "aesGcm" };
const IN_COMPONENT = new Set(["xchacha", "aes"]);

const MANIFEST = parseManifest(`
  [component]
  id = "sealed"
  version = "1.0.0"
  [permissions]
  storage = { access = "admin", max-size = "500MB" }
`);

function keyRing(newest: number) {
  return { keys: [1, 2].map((number) => ({ number, bytes: new Uint8Array(32).fill(number) })), newest };
}

async function build(): Promise<Uint8Array> {
  const { component } = await componentize({
    entry: PLACES.sealedEntry,
    wit: PLACES.sealedWit,
    conditions: ["@airssys/source"],
    cacheFolder: join(PLACES.cache, "components"),
  });
  return component;
}

async function start(component: Uint8Array, host: Host): Promise<Sealed> {
  const loaded = await load<SealedExports>(component, {
    host,
    manifest: MANIFEST,
    cache: fileCache(PLACES.transpiled),
  });
  return loaded.start();
}

/** All in one call, and fewer of what takes a component milliseconds. */
function perCall(way: string, size: number): number {
  if (!IN_COMPONENT.has(way)) return KEYS;
  return size > 1_000 ? 1 : 10;
}

function ofSize(sealed: Sealed, size: number): Comparison[] {
  const kinds = Object.entries(WAYS).map(([way, name]) => ({ way, name, count: perCall(way, size) }));
  const prepare = async () => {
    for (const { way } of kinds) await sealed.call("work.setEach", way, size, 0, KEYS);
  };
  const gets = kinds.map(({ way, name, count }) =>
    calls(name, count, async (first) => swallow(await sealed.call("work.getEach", way, size, first, count))),
  );
  const sets = kinds.map(({ way, name, count }) =>
    calls(name, count, (first) => sealed.call("work.setEach", way, size, first, count)),
  );
  const titled = (what: string) => `${what} of ${size.toLocaleString("en")} B, many in one call`;
  return [{ ...comparison(titled("get"), gets), prepare }, comparison(titled("set"), sets)];
}

function blinded(sealed: Sealed): Comparison {
  return comparison(`set of 100 B under blinded keys, ${KEYS} in one call`, [
    calls(BY_HOST, KEYS, (first) => sealed.call("work.setEach", "by-host", 100, first, KEYS)),
    calls(`${BY_HOST} and blindedNames`, KEYS, (first) => sealed.call("work.setBlinded", first, KEYS)),
  ]);
}

/** Each turn the other key is the newest, so that there is always everything to do; then nothing. */
function rotation(instances: readonly [Sealed, Sealed]): Comparison {
  let turn = 0;
  return comparison(`a step of a rotation, ${KEYS} values of 100 B, for each value`, [
    calls("all sealed anew", KEYS, async () =>
      swallow(await (instances[turn++ % 2] as Sealed).call("work.reencrypt", KEYS)),
    ),
    calls("none", KEYS, async () => swallow(await (instances[(turn + 1) % 2] as Sealed).call("work.reencrypt", KEYS))),
  ]);
}

/** Calls of so many operations each, on the keys that follow. */
function calls(name: string, count: number, call: (first: number) => Promise<void>): Case {
  let first = 0;
  return {
    name,
    operationsPerSample: count,
    async sample() {
      await call(first);
      first = (first + count) % KEYS;
    },
  };
}
