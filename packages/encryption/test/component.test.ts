import { fileURLToPath } from "node:url";
import "@airssys/testing/vitest";
import { componentize } from "@airssys/componentize";
import { createHarness, type Harness, type HarnessOptions } from "@airssys/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

interface Exports {
  readonly sealing: {
    set(cipher: string, key: string, value: string): void;
    get(cipher: string, key: string): string | undefined;
  };
}

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const OWN_CIPHERS = ["aesGcm", "xchacha20Poly1305"];
const SEALING = { entry: at("fixtures/sealing.ts"), wit: at("fixtures/sealing.wit"), conditions: ["@airssys/source"] };

function open(options: HarnessOptions): Promise<Harness<Exports>> {
  const manifest = '[component]\nid = "sealing"\nversion = "1.0.0"\n[permissions]\nstorage = { access = "read-write" }';
  return createHarness<Exports>({ manifest, cacheFolder: at("../../../.cache"), ...options });
}

describe.each(["mock", "memory"] as const)("a component with randomness, %s", (mode) => {
  let harness: Harness<Exports>;

  beforeAll(async () => {
    harness = await open({ ...SEALING, mode });
  });

  afterAll(() => harness.close());

  test.each([...OWN_CIPHERS, "hostCipher"])("seals with %s, and opens after a restart", async (cipher) => {
    await using sealing = await harness.start(cipher);
    await sealing.call("sealing.set", cipher, "a", "Dear Charles");
    await harness.restart();
    expect(await sealing.call("sealing.get", cipher, "a")).toBe("Dear Charles");
    const other = cipher === "aesGcm" ? "hostCipher" : "aesGcm";
    await expect(sealing.call("sealing.get", other, "a")).toBeRefused({
      tag: "invalid-argument",
      val: expect.stringContaining('"a": it is sealed with algorithm'),
    });
  });
});

describe("a component that is built without randomness", () => {
  let harness: Harness<Exports>;

  beforeAll(async () => {
    harness = await open({ ...SEALING, features: ["stdio", "clocks"] });
  });

  afterAll(() => harness.close());

  test.each(OWN_CIPHERS)("refuses to seal with %s in every instance, and stores nothing", async (cipher) => {
    await using sealing = await harness.start(cipher);
    for (const _instance of [1, 2]) {
      for (const _time of [1, 2, 3]) {
        await expect(sealing.call("sealing.set", cipher, "a", "Dear Charles")).toBeRefused({
          tag: "invalid-argument",
          val: expect.stringContaining('without the feature "random"'),
        });
      }
      expect(await harness.snapshot(cipher)).toEqual({});
      await harness.restart();
    }
  });

  test("seals with the host's cipher, which needs none", async () => {
    await using sealing = await harness.start("host");
    await sealing.call("sealing.set", "hostCipher", "a", "Dear Charles");
    expect(await sealing.call("sealing.get", "hostCipher", "a")).toBe("Dear Charles");
  });
});

test("a component that seals by the host carries no cipher of its own", { timeout: 300_000 }, async () => {
  const cacheFolder = at("../../../.cache/components");
  const built = await componentize({ ...SEALING, entry: at("fixtures/host-cipher-alone.ts"), cacheFolder });
  expect(built.files.filter((file) => file.includes("noble"))).toEqual([]);
  expect(built.imports.filter((name) => name.startsWith("airssys:"))).toEqual([
    "airssys:wasm/storage-cipher@0.1.0",
    "airssys:wasm/storage@0.1.0",
  ]);
});
