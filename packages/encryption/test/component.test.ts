import { fileURLToPath } from "node:url";
import { openMemory } from "@airssys/backend/memory";
import { type ComponentizeOptions, componentize } from "@airssys/componentize";
import { openHost, parseManifest } from "@airssys/host";
import { nodeCipher } from "@airssys/host/node";
import { type Component, load } from "@airssys/runtime";
import { beforeAll, describe, expect, test } from "vitest";

interface Exports {
  readonly sealing: {
    set(cipher: string, key: string, value: string): void;
    get(cipher: string, key: string): string | undefined;
  };
}

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const MANIFEST = parseManifest(
  '[component]\nid = "sealing"\nversion = "1.0.0"\n[permissions]\nstorage = { access = "read-write" }',
);
const OWN_CIPHERS = ["aesGcm", "xchacha20Poly1305"];

function build(entry: string, features: ComponentizeOptions["features"]) {
  return componentize({
    entry: at(`fixtures/${entry}`),
    wit: at("fixtures/sealing.wit"),
    conditions: ["@airssys/source"],
    cacheFolder: at("../../../.cache/components"),
    ...(features && { features }),
  });
}

/** Instances of a component over the same data, each made anew. */
async function loaded(component: Uint8Array): Promise<Component<Exports>> {
  const cipher = nodeCipher({ keys: [{ number: 1, bytes: new Uint8Array(32).fill(7) }], newest: 1 });
  return load<Exports>(component, { host: openHost({ backend: openMemory(), cipher }), manifest: MANIFEST });
}

describe("a component with randomness", { timeout: 120_000 }, () => {
  let component: Component<Exports>;

  beforeAll(async () => {
    component = await loaded((await build("sealing.ts", undefined)).component);
  }, 120_000);

  test.each([...OWN_CIPHERS, "hostCipher"])("seals with %s, and opens after a restart", async (cipher) => {
    const first = await component.start(cipher);
    await first.call("sealing.set", cipher, "a", "Dear Charles");
    await first.stop();
    const second = await component.start(cipher);
    expect(await second.call("sealing.get", cipher, "a")).toBe("Dear Charles");
    await expect(second.call("sealing.get", cipher === "aesGcm" ? "hostCipher" : "aesGcm", "a")).rejects.toMatchObject({
      code: "refused",
      payload: { tag: "invalid-argument", val: expect.stringContaining('"a": it is sealed with algorithm') },
    });
    await second.stop();
  });
});

describe("a component that is built without randomness", { timeout: 120_000 }, () => {
  let component: Component<Exports>;

  beforeAll(async () => {
    component = await loaded((await build("sealing.ts", ["stdio", "clocks"])).component);
  }, 120_000);

  test.each(OWN_CIPHERS)("refuses to seal with %s in every instance, and stores nothing", async (cipher) => {
    for (const _instance of [1, 2]) {
      const instance = await component.start(cipher);
      for (const _time of [1, 2, 3]) {
        await expect(instance.call("sealing.set", cipher, "a", "Dear Charles")).rejects.toMatchObject({
          code: "refused",
          payload: { tag: "invalid-argument", val: expect.stringContaining('without the feature "random"') },
        });
      }
      expect(await instance.call("sealing.get", cipher, "a")).toBeUndefined();
      await instance.stop();
    }
  });

  test("seals with the host's cipher, which needs none", async () => {
    const instance = await component.start("host");
    await instance.call("sealing.set", "hostCipher", "a", "Dear Charles");
    expect(await instance.call("sealing.get", "hostCipher", "a")).toBe("Dear Charles");
    await instance.stop();
  });
});

test("a component that seals by the host carries no cipher of its own", { timeout: 120_000 }, async () => {
  const built = await build("host-cipher-alone.ts", undefined);
  expect(built.files.filter((file) => file.includes("noble"))).toEqual([]);
  expect(built.imports.filter((name) => name.startsWith("airssys:"))).toEqual([
    "airssys:wasm/storage-cipher@0.1.0",
    "airssys:wasm/storage@0.1.0",
  ]);
});
