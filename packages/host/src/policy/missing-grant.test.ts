import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patternForKey, patternForPrefix } from "./key-pattern.ts";
import { type MissingGrant, parseMissingGrant, printMissingGrant } from "./missing-grant.ts";
import { NEEDS } from "./need.ts";

const id = fc.string({ unit: fc.constantFrom("a", "B", "7", ".", "_", "-"), maxLength: 5 }).map((rest) => `x${rest}`);
const namespace = fc.oneof(
  fc.constant("system"),
  fc.tuple(fc.constantFrom("component:", "app:", "user:", "org/"), id).map(([kind, name]) => kind + name),
);
// Everything that could be taken for a part of the text around it.
const key = fc.string({
  unit: fc.constantFrom("a", ":", "/", "*", "keys", ":write", "storage:", " ", "é", "\u{2028}"),
  minLength: 1,
  maxLength: 8,
});
const missing: fc.Arbitrary<MissingGrant> = fc.oneof(
  fc.record({ namespace, need: fc.constantFrom(...NEEDS) }),
  fc.record({ namespace, pattern: fc.oneof(key.map(patternForKey), key.map(patternForPrefix)) }),
);

describe("a missing grant", () => {
  it("is parsed as it was printed, for any key", () => {
    fc.assert(
      fc.property(missing, (grant) => {
        expect(parseMissingGrant(printMissingGrant(grant))).toEqual(grant);
      }),
    );
  });

  it.each([
    ["storage:component:notes:write", { namespace: "component:notes", need: "write" }],
    ["storage:org/acme:admin", { namespace: "org/acme", need: "admin" }],
    ["storage:system:keys:a:write", { namespace: "system", pattern: "a:write" }],
    ["storage:app:keys:keys:keys", { namespace: "app:keys", pattern: "keys" }],
    ["storage:app:shared:keys:*", { namespace: "app:shared", pattern: "*" }],
  ])("can be read in one way: %s", (text, grant) => {
    expect(parseMissingGrant(text)).toEqual(grant);
  });

  it.each([
    "",
    "storage",
    "storage:notes:write",
    "storage:component:notes",
    "storage:component::write",
    "storage:component:notes:execute",
    "storage:component:notes:keys",
    "storage:component:notes:keys:",
    "storage:component:notes:keys:a*b",
    "storage:component:no tes:write",
    " storage:system:read",
    "storage:system:read\n",
  ])("is not %j", (text) => {
    expect(parseMissingGrant(text)).toBeUndefined();
  });
});
