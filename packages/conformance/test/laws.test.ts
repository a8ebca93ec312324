import { readFileSync } from "node:fs";
import { openMemory } from "@airssys/backend/memory";
import {
  JUDGED_INTERFACES,
  type JudgedInterface,
  type Law,
  neededFor,
  openReferenceHost,
  readComponent,
} from "@airssys/conformance";
import { openHost, parseManifest } from "@airssys/host";
import { nodeCipher } from "@airssys/host/node";
import { load } from "@airssys/runtime";
import { beforeAll, describe, expect, test } from "vitest";
import { listLaws } from "../src/judge/judge-host.ts";
import { transpiledCache } from "./transpiled.ts";

const ROOT = new URL("../../../", import.meta.url);
const laws = new Map<JudgedInterface, readonly Law[]>();

beforeAll(async () => {
  await using host = await openReferenceHost({ cache: transpiledCache });
  for (const name of JUDGED_INTERFACES) laws.set(name, await listLaws(host, await readComponent(name), name));
}, 120_000);

describe.each(JUDGED_INTERFACES)("the laws of %s", (name) => {
  const own = () => laws.get(name) ?? [];

  test("have names of their own, and say what they are about", () => {
    expect(new Set(own().map((law) => law.name)).size).toBe(own().length);
    expect(own().every(({ about }) => about === name)).toBe(true);
    expect(own().length).toBeGreaterThan(0);
  });

  test("are promised where they say: under a heading of the contract, or in a file", () => {
    const contract = readFileSync(new URL("docs/contract.md", ROOT), "utf8");
    for (const { name: law, where } of own()) {
      const isThere = where.includes("/")
        ? readFileSync(new URL(where, ROOT)).length > 0
        : contract.includes(`# ${where}\n`);
      expect({ law, where, isThere }).toEqual({ law, where, isThere: true });
    }
  });

  test("have roles whose manifests say what the roles do, and ids that no other law has", () => {
    const ids = own().map(({ roles }) => roles[0]?.id);
    expect(new Set(ids).size).toBe(own().length);
    for (const { roles } of own()) {
      for (const role of roles) {
        const { component, grants } = parseManifest(role.manifest);
        expect(component.id).toBe(role.id);
        expect({ access: grants.access, keys: grants.keys }).toEqual({ access: role.access, keys: role.keys });
        if (role.access === "admin") expect(grants.quotaBytes).toBe(Number(role.quotaBytes));
        expect(Object.keys(grants.namespaces ?? {})).toEqual(role.namespaces.map((each) => each.name));
      }
    }
  });

  test("need the interfaces that they name, and nothing of WASI", async () => {
    const cipher = nodeCipher({ keys: [{ number: 1, bytes: new Uint8Array(32).fill(7) }], newest: 1 });
    const host = openHost({ backend: openMemory(), cipher, telemetry: false });
    const manifest = parseManifest('[component]\nid = "a"\nversion = "1.0.0"');
    const { imports } = await load(await readComponent(name), { host, manifest, cache: transpiledCache });
    expect([...imports].sort()).toEqual(
      neededFor(name)
        .map((each) => `airssys:wasm/${each}@0.1.0`)
        .sort(),
    );
  });
});
