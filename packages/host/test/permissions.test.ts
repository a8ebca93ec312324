import { openMemory } from "@airssys/backend/memory";
import { ENGINES } from "@airssys/test-kit/engines";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type AccessLevel,
  type Grants,
  type Host,
  type NamespaceGrant,
  openHost,
  parseMissingGrant,
} from "../src/index.ts";
import { guestView } from "./guest-view.ts";

const ADMIN: Grants = { access: "admin", quotaBytes: 1_000_000 };
const PATTERNS = ["users/*", "settings"];
const denied = (val: string) => ({ tag: "permission-denied", val });

describe.each(ENGINES)("permissions over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let host: Host;

  beforeEach(async () => {
    opened = engine.open();
    host = await openHost({ backend: opened.backend });
  });
  afterEach(() => opened.close());

  const own = (grants: Partial<Grants> = {}) => guestView(host.bind("notes", { ...ADMIN, ...grants }));
  const shared = (name: string, namespaces: Record<string, NamespaceGrant>, id = "notes") =>
    guestView(host.bind(id, { access: "none", quotaBytes: 0, namespaces }), name);

  describe("limited by key patterns", () => {
    it("allow every operation on a key that they cover", async () => {
      const guest = own({ keys: PATTERNS });
      for (const key of ["settings", "users/", "users/bob"]) {
        expect(await guest.set(key, "1")).toBeUndefined();
        expect(await guest.get(key)).toBe("1");
        expect(await guest.has(key)).toBe(true);
        expect(await guest.delete(key)).toBe(true);
      }
    });

    it.each(["setting", "settings/", "user", "users", "Users/bob", "x", "write"])(
      "deny the key %j outside of them, and name the pattern that is missing",
      async (key) => {
        const guest = own({ keys: PATTERNS });
        const answer = denied(`storage:component:notes:keys:${key}`);
        expect(await guest.get(key)).toEqual(answer);
        expect(await guest.has(key)).toEqual(answer);
        expect(await guest.set(key, "1")).toEqual(answer);
        expect(await guest.delete(key)).toEqual(answer);
        expect(await own().has(key)).toBe(false);
      },
    );

    it("deny with the same error, whether the key exists or not", async () => {
      const guest = own({ keys: PATTERNS });
      const ask = async () => [await guest.get("secret"), await guest.has("secret"), await guest.keys("secret")];
      const before = await ask();
      await own().set("secret", "1");
      expect(await ask()).toEqual(before);
    });

    it("allow a listing that one pattern covers, and deny any other instead of shortening it", async () => {
      for (const key of ["settings", "users/a", "users/b", "users/b/c", "z"]) await own().set(key, "");
      const guest = own({ keys: [...PATTERNS, "z*"] });
      expect(await guest.keys("users/")).toEqual(["users/a", "users/b", "users/b/c"]);
      expect(await guest.keys("users/b")).toEqual(["users/b", "users/b/c"]);
      expect(await guest.keys()).toEqual(denied("storage:component:notes:keys:*"));
      expect(await guest.keys("user")).toEqual(denied("storage:component:notes:keys:user*"));
      expect(await guest.keys("settings")).toEqual(denied("storage:component:notes:keys:settings*"));
    });

    it("show the size of the whole namespace", async () => {
      await own().set("elsewhere", "1");
      expect(await own({ keys: PATTERNS }).size()).toBe(10n);
    });

    it("deny clearing, even to an admin", async () => {
      await own().set("settings", "1");
      expect(await own({ keys: PATTERNS }).clear()).toEqual(denied("storage:component:notes:keys:*"));
      expect(await own().has("settings")).toBe(true);
    });

    it("limit nothing if one of them includes every key", async () => {
      const guest = own({ keys: ["settings", "*"] });
      expect(await guest.set("anything", "1")).toBeUndefined();
      expect(await guest.keys()).toEqual(["anything"]);
      expect(await guest.clear()).toBeUndefined();
    });

    it("report the access level first, then a fault of the key, then a pattern", async () => {
      const reader = own({ access: "read-only", keys: PATTERNS });
      expect(await reader.set("elsewhere", "1")).toEqual(denied("storage:component:notes:write"));
      expect(await reader.get("a\nb")).toMatchObject({ tag: "invalid-key" });
    });

    it("deny before the size of a value is checked", async () => {
      const guest = own({ keys: PATTERNS });
      expect(await guest.set("elsewhere", "1".repeat(1_048_577))).toMatchObject({ tag: "permission-denied" });
    });
  });

  describe("for shared namespaces", () => {
    it("show one component what another wrote, as far as the grants allow", async () => {
      const writer = shared("app:news", { "app:news": { access: "read-write" } }, "writer");
      const reader = shared("app:news", { "app:news": { access: "read-only", keys: ["public/*"] } }, "reader");
      await writer.set("public/a", "1");
      await writer.set("draft", "2");
      expect(await reader.get("public/a")).toBe("1");
      expect(await reader.keys("public/")).toEqual(["public/a"]);
      expect(await reader.get("draft")).toEqual(denied("storage:app:news:keys:draft"));
      expect(await reader.set("public/a", "2")).toEqual(denied("storage:app:news:write"));
      expect(await writer.clear()).toEqual(denied("storage:app:news:admin"));
    });

    it.each(["app:news", "user:alice", "org/acme", "system"])("separate %s from every other", async (name) => {
      const all = ["app:news", "user:alice", "org/acme", "system"];
      const namespaces = Object.fromEntries(all.map((each) => [each, { access: "admin" } as const]));
      const guest = shared(name, namespaces);
      await guest.set("a", name);
      expect(await guest.get("a")).toBe(name);
      for (const other of all) if (other !== name) expect(await shared(other, namespaces).keys()).toEqual([]);
      expect(await own().keys()).toEqual([]);
    });

    it("deny one that is not granted, whether it is empty or not", async () => {
      const guest = shared("app:news", { "app:other": { access: "admin" }, "app:none": { access: "none" } });
      const ask = async () => [await guest.get("a"), await guest.set("a", ""), await guest.clear(), await guest.size()];
      const before = await ask();
      await shared("app:news", { "app:news": { access: "admin" } }).set("a", "1");
      expect(await ask()).toEqual(before);
      expect(before).toEqual(new Array(4).fill(denied("storage:app:news:read")));
    });

    it("grant no access to another component's namespace, nor by names that JavaScript reserves", async () => {
      await own().set("a", "1");
      const other = host.bind("other", ADMIN);
      for (const name of ["component:notes", "component:other", "constructor", "__proto__", "app:"]) {
        expect(await guestView(other, name).get("a")).toMatchObject({ tag: "invalid-argument" });
      }
      const grants = { ...ADMIN, namespaces: { "component:notes": { access: "admin" } } } as const;
      expect(() => host.bind("other", grants)).toThrow("no component is granted another's");
    });
  });

  it.each<[string, Partial<Grants>, string]>([
    ["access", { access: "all" as AccessLevel }, '"grants" expected access of none, read-only, read-write, admin'],
    ["quota", { quotaBytes: -1 }, '"grants.quotaBytes" expected a whole number from 0, got -1'],
    ["no pattern", { keys: [] }, '"grants" has keys that must hold at least one pattern'],
    ["a bad pattern", { keys: ["a*b"] }, '"grants" has the key pattern "a*b", which must be a key, or a prefix'],
    ["too many patterns", { keys: new Array(101).fill("a") }, "must hold at most 100 patterns, got 101"],
    ["a bad name", { namespaces: { shared: { access: "admin" } } }, '"grants.namespaces" has "shared", which must be'],
    [
      "a bad pattern of a shared namespace",
      { namespaces: { "app:news": { access: "admin", keys: [""] } } },
      'the grant of app:news has the key pattern "", which must not be empty',
    ],
  ])("are refused when they are given, if they break a rule: %s", (_what, grants, message) => {
    expect(() => host.bind("notes", { ...ADMIN, ...grants })).toThrow(RangeError);
    expect(() => host.bind("notes", { ...ADMIN, ...grants })).toThrow(message);
  });
});

describe("any grant", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), minLength: 1, maxLength: 4 });
  const pattern = fc.tuple(fc.stringMatching(/^[ab/]{0,3}$/), fc.boolean()).map(([start, isPrefix]) => {
    return isPrefix || start === "" ? `${start}*` : start;
  });
  const grant: fc.Arbitrary<NamespaceGrant> = fc.record(
    {
      access: fc.constantFrom<AccessLevel>("none", "read-only", "read-write", "admin"),
      keys: fc.array(pattern, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ["access"] },
  );
  const step = fc.tuple(
    fc.constantFrom("get", "set", "delete", "has", "keys", "size", "clear"),
    text,
    fc.constantFrom(undefined, "app:news"),
  );
  const LEVELS = { read: 1, write: 2, admin: 3 } as const;
  const NEEDED = { get: 1, has: 1, keys: 1, size: 1, set: 2, delete: 2, clear: 3 } as const;
  const levelOf = ({ access }: NamespaceGrant) => ["none", "read-only", "read-write", "admin"].indexOf(access);

  function isAllowed(granted: NamespaceGrant, name: keyof typeof NEEDED, key: string): boolean {
    if (levelOf(granted) < NEEDED[name]) return false;
    const { keys = ["*"] } = granted;
    const prefixes = keys.filter((each) => each.endsWith("*")).map((each) => each.slice(0, -1));
    if (name === "size") return true;
    if (name === "clear") return prefixes.includes("");
    return (
      prefixes.some((each) => key.startsWith(each)) || (name !== "keys" && keys.includes(key) && !key.includes("*"))
    );
  }

  /** What a denial asks for, given. */
  function widened(granted: NamespaceGrant, missing: string): NamespaceGrant {
    const grantMissing = parseMissingGrant(missing);
    if (grantMissing === undefined) throw new Error(`cannot be read: ${missing}`);
    if ("pattern" in grantMissing) return { ...granted, keys: [...(granted.keys ?? []), grantMissing.pattern] };
    const access = (["none", "read-only", "read-write", "admin"] as const)[LEVELS[grantMissing.need]];
    return { ...granted, access: access ?? "admin" };
  }

  it("allows exactly what it covers, and adding the missing grant allows the rest", async () => {
    await fc.assert(
      fc.asyncProperty(grant, grant, fc.array(step, { maxLength: 12 }), async (ownGrant, sharedGrant, steps) => {
        const host = openHost({ backend: openMemory() });
        const bind = (forOwn: NamespaceGrant, forShared: NamespaceGrant) =>
          host.bind("notes", { ...forOwn, quotaBytes: 10_000, namespaces: { "app:news": forShared } });
        for (const [name, key, namespace] of steps as [keyof typeof NEEDED, string, string | undefined][]) {
          const act = (forOwn: NamespaceGrant, forShared: NamespaceGrant) => {
            const guest = guestView(bind(forOwn, forShared), namespace);
            return name === "set" ? guest.set(key, "") : guest[name](key);
          };
          let granted = namespace === undefined ? ownGrant : sharedGrant;
          let answer: unknown = await act(ownGrant, sharedGrant);
          expect(isDenial(answer)).toBe(!isAllowed(granted, name, key));
          for (let round = 0; isDenial(answer) && round < 3; round++) {
            granted = widened(granted, answer.val);
            answer = await act(granted, granted);
          }
          expect(isDenial(answer)).toBe(false);
        }
      }),
    );
  });

  function isDenial(answer: unknown): answer is { val: string } {
    return typeof answer === "object" && answer !== null && "tag" in answer && answer.tag === "permission-denied";
  }
});
