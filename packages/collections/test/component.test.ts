// The same commands in a real component over LMDB, which is stopped and started again in between.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openLmdb } from "@airssys/backend-lmdb";
import { componentize } from "@airssys/componentize";
import { openHost, parseManifest } from "@airssys/host";
import { load } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
import { structuredCodec } from "@airssys/storage";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KINDS } from "./commands.ts";
import { type Command, perform } from "./fixtures/perform.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const codec = structuredCodec<unknown>();
const folder = mkdtempSync(join(tmpdir(), "airssys-collections-"));

const MANIFEST = parseManifest(`
  [component]
  id = "collections"
  version = "1.0.0"
  [permissions]
  storage = { access = "admin" }
`);

interface Exports {
  run(kind: string, commands: Uint8Array): Uint8Array;
}

let component: Uint8Array;

beforeAll(async () => {
  const built = await componentize({
    entry: at("./fixtures/component.ts"),
    wit: at("./fixtures/component.wit"),
    conditions: ["@airssys/source"],
    cacheFolder: at("../../../.cache/components"),
  });
  component = built.component;
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** One life of the component: a host over LMDB, some calls, and the end of both. */
async function live<T>(work: (run: (kind: string, commands: Command[]) => Promise<unknown>) => Promise<T>): Promise<T> {
  const backend = openLmdb({ path: folder });
  try {
    const loaded = await load<Exports>(component, {
      host: openHost({ backend }),
      manifest: MANIFEST,
      cache: fileCache(at("../../../.cache/transpiled")),
    });
    const instance = await loaded.start();
    const result = await work(async (kind, commands) => {
      return codec.decode(new Uint8Array(await instance.call("run", kind, codec.encode(commands))));
    });
    await instance.stop();
    return result;
  } finally {
    backend.close();
  }
}

test("collections in a component do what their models do, across restarts and calls that fail", {
  timeout: 300_000,
}, async () => {
  const lives = 3;
  const seed = Date.now();
  const plans = Object.entries(KINDS).map(([kind, { command, model }]) => {
    const calls = fc.array(fc.array(command, { minLength: 20, maxLength: 20 }), { minLength: 3, maxLength: 3 });
    return { kind, expected: model(), lives: fc.sample(calls, { numRuns: lives, seed }) };
  });
  for (let life = 0; life < lives; life++) {
    await live(async (run) => {
      for (const plan of plans) {
        for (const commands of plan.lives[life]!) {
          await expect(run(plan.kind, [...commands.slice(0, 5), ["fail"]])).rejects.toThrow();
          const results = commands.map((command) => perform(plan.expected, command));
          expect(await run(plan.kind, commands), `${plan.kind}, seed ${seed}`).toEqual(results);
        }
      }
    });
  }
  await live(async (run) => {
    for (const { kind } of plans) expect(await run(kind, [["clear"]])).toEqual([undefined]);
  });
});
