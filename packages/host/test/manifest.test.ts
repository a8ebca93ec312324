import { describe, expect, it } from "vitest";
import { ManifestError, parseManifest } from "../src/index.ts";

const COMPONENT = '[component]\nid = "notes"\nversion = "1.0.0"\n';

function faultsOf(text: string): string[] {
  try {
    parseManifest(text, "some/Component.toml");
  } catch (error) {
    if (error instanceof ManifestError) return error.faults.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

describe("a manifest", () => {
  it("grants what it asks for", () => {
    const manifest = parseManifest(`${COMPONENT}[permissions]\nstorage = { access = "read-write", max-size = "25MB" }`);
    expect(manifest).toEqual({
      component: { id: "notes", version: "1.0.0" },
      grants: { access: "read-write", quotaBytes: 25_000_000 },
    });
  });

  it.each([
    ["none", 0],
    ["read-only", 0],
    ["read-write", 10_000_000],
    ["admin", 50_000_000],
  ])("grants %s access the default quota of %d bytes", (access, quotaBytes) => {
    const { grants } = parseManifest(`${COMPONENT}[permissions]\nstorage = { access = "${access}" }`);
    expect(grants).toEqual({ access, quotaBytes });
  });

  it("grants nothing by default", () => {
    expect(parseManifest(COMPONENT).grants).toEqual({ access: "none", quotaBytes: 0 });
    expect(parseManifest(`${COMPONENT}[permissions]`).grants).toEqual({ access: "none", quotaBytes: 0 });
  });

  it("may limit its grant to keys, and ask for shared namespaces", () => {
    const { grants } = parseManifest(`${COMPONENT}
      [permissions]
      storage = { access = "read-write", max-size = "25MB", keys = ["users/*", "settings"] }
      [permissions.namespaces]
      "app:shared" = { access = "read-only", keys = ["public/*"] }
      "org/acme" = { access = "admin" }
    `);
    expect(grants).toEqual({
      access: "read-write",
      quotaBytes: 25_000_000,
      keys: ["users/*", "settings"],
      namespaces: { "app:shared": { access: "read-only", keys: ["public/*"] }, "org/acme": { access: "admin" } },
    });
  });

  it("is checked against the host's own quotas", () => {
    const quotas = { "read-write": { defaultBytes: 1_000, maxBytes: 20_000_000_000 } };
    const asking = (size: string) =>
      parseManifest(`${COMPONENT}[permissions]\nstorage = { access = "read-write"${size} }`, undefined, quotas);
    expect(asking("").grants.quotaBytes).toBe(1_000);
    expect(asking(', max-size = "15GB"').grants.quotaBytes).toBe(15_000_000_000);
    expect(() => asking(', max-size = "21GB"')).toThrow("expected at most 20000000000 bytes for read-write access");
    const admin = parseManifest(`${COMPONENT}[permissions]\nstorage = { access = "admin" }`, undefined, quotas);
    expect(admin.grants.quotaBytes).toBe(50_000_000);
  });

  it("may contain metadata of other tools", () => {
    expect(faultsOf(`${COMPONENT}[metadata.build]\nanything = [1, 2]`)).toEqual([]);
  });

  it.each(["1 B", "1KB", "1.5 KiB", "99MB", "0.05 GB", "64MiB"])("takes the size %s", (size) => {
    expect(faultsOf(`${COMPONENT}[permissions]\nstorage = { access = "read-write", max-size = "${size}" }`)).toEqual(
      [],
    );
  });

  it("may ask for limits", () => {
    const limits = (text: string) => parseManifest(`${COMPONENT}${text}`).limits;
    expect(limits("")).toBeUndefined();
    expect(limits("[limits]")).toEqual({});
    expect(limits('[limits]\nmemory = "64MB"')).toEqual({ memoryBytesMax: 64_000_000 });
    expect(limits('[limits]\nmemory = "64MiB"\ncall-time = "2s"')).toEqual({
      memoryBytesMax: 67_108_864,
      callTimeMaxMs: 2_000,
    });
  });

  it.each([
    ["500ms", 500],
    ["2s", 2_000],
    ["1.5 s", 1_500],
    ["1m", 60_000],
    ["0.5m", 30_000],
  ])("takes the duration %s", (text, milliseconds) => {
    const { limits } = parseManifest(`${COMPONENT}[limits]\ncall-time = "${text}"`);
    expect(limits).toEqual({ callTimeMaxMs: milliseconds });
  });

  it.each(["", "2", "s", "0s", "0.1ms", "-1s", "2 hours", "1e3s", "2s 5ms"])("refuses the duration %j", (text) => {
    expect(faultsOf(`${COMPONENT}[limits]\ncall-time = "${text}"`)).toEqual([
      `limits.call-time: expected a number above 0 and a unit of ms, s or m, such as "2s", got "${text}"`,
    ]);
  });

  it.each([
    ["not toml at all", ["line 1, column 5: "]],
    ["[component]\nid = ", ["line 2, column "]],
    ["", ["component: is missing"]],
    ["component = 3", ["component: expected a table with id, version, name and description, got 3"]],
    ['[component]\nversion = "1.0.0"', ["component.id: is missing"]],
    ['[component]\nid = 7\nversion = "1.0.0"', ["component.id: expected a string, got 7"]],
    ['[component]\nid = "a:b"\nversion = "1.0.0"', ["component.id: must begin with a letter or digit"]],
    ['[component]\nid = "a"\nversion = "one"', ['component.version: expected a version such as "1.0.0", got "one"']],
    [
      `${COMPONENT}[permissions]\nstorage = { access = "rw" }`,
      ['permissions.storage.access: expected "none", "read-only", "read-write", "admin", got "rw"'],
    ],
    [`${COMPONENT}[permissions]\nstorage = {}`, ["permissions.storage.access: is missing"]],
    [
      `${COMPONENT}[permissions]\nstorage = { access = "admin", max-size = "ten" }`,
      ["permissions.storage.max-size: expected a number and a unit of B, KB, MB"],
    ],
    [
      `${COMPONENT}[permissions]\nstorage = { access = "admin", max-size = 10 }`,
      ["permissions.storage.max-size: expected a number and a unit of B, KB, MB"],
    ],
    [
      `${COMPONENT}[permissions]\nstorage = { access = "read-write", max-size = "101MB" }`,
      ["permissions.storage.max-size: expected at most 100000000 bytes for read-write access, got 101000000"],
    ],
    [
      `${COMPONENT}[permission]`,
      ["permission: is not a setting; expected component, permissions, limits and metadata"],
    ],
    [
      `${COMPONENT}[permissions]\nstorage = { access = "admin", maxsize = "1MB" }`,
      ["permissions.storage.maxsize: is not a setting; expected access, max-size and keys"],
    ],
    [`${COMPONENT}limits = 3`, ["component.limits: is not a setting"]],
    [`${COMPONENT}[limits]\ntime = "2s"`, ["limits.time: is not a setting; expected memory and call-time"]],
    [
      `${COMPONENT}[limits]\nmemory = 64\ncall-time = 2`,
      ["limits.memory: expected a number and a unit of B, KB, MB", "limits.call-time: expected a number above 0"],
    ],
    [
      `${COMPONENT}[permissions]\nstorage = { access = "admin", keys = "users/*" }`,
      ['permissions.storage.keys: expected a list of key patterns, got "users/*"'],
    ],
    [
      `${COMPONENT}[permissions]\nstorage = { access = "admin", keys = [] }`,
      ["permissions.storage.keys: must hold at least one pattern; leave keys out to grant all keys"],
    ],
    [
      `${COMPONENT}[permissions]\nstorage = { access = "admin", keys = ["a*b", "", 7] }`,
      [
        'permissions.storage.keys.0: must be a key, or a prefix and one "*" at its end, got "a*b"',
        'permissions.storage.keys.1: must not be empty, got ""',
        "permissions.storage.keys.2: expected a string, got 7",
      ],
    ],
    [
      `${COMPONENT}[permissions.namespaces]\nshared = { access = "admin" }`,
      ['permissions.namespaces.shared: must be component:ID, app:ID, user:ID, org/ID or system, got "shared"'],
    ],
    [
      `${COMPONENT}[permissions.namespaces]\n"component:other" = { access = "admin" }`,
      ["permissions.namespaces.component:other: must be app:ID, user:ID, org/ID or system"],
    ],
    [
      `${COMPONENT}[permissions.namespaces]\n"app:a" = { access = "admin", max-size = "1MB" }`,
      ["permissions.namespaces.app:a.max-size: is not a setting; expected access and keys"],
    ],
    [`${COMPONENT}[permissions.namespaces]\n"app:a" = {}`, ["permissions.namespaces.app:a.access: is missing"]],
    [`${COMPONENT}[permissions]\nnamespaces = 3`, ["permissions.namespaces: expected a table of namespaces, got 3"]],
  ])("is refused with its path and what is allowed: %j", (text, faults) => {
    const found = faultsOf(text);
    expect(found).toHaveLength(faults.length);
    for (const [index, fault] of found.entries()) expect(fault).toContain(faults[index]);
  });

  it("names the file and every fault in one error", () => {
    expect(() => parseManifest('[component]\nid = ""\nversion = ""', "some/Component.toml")).toThrow(
      /^some\/Component\.toml is not a valid manifest:\n {2}component\.id: must not be empty, got ""\n {2}component\.version: /,
    );
  });
});
