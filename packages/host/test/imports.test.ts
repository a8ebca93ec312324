import { ENGINES } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Grants, type Host, openHost } from "../src/index.ts";
import { guestView } from "./guest-view.ts";

const ADMIN: Grants = { access: "admin", quotaBytes: 1_000_000 };

describe.each(ENGINES)("imports over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let host: Host;

  beforeEach(async () => {
    opened = engine.open();
    host = await openHost({ backend: opened.backend });
  });
  afterEach(() => opened.close());

  const bound = (id = "notes", grants = ADMIN) => guestView(host.bind(id, grants));

  it("returns what was set, and undefined for an absent key", async () => {
    const guest = bound();
    expect(await guest.set("a", "one")).toBeUndefined();
    expect(await guest.get("a")).toBe("one");
    expect(await guest.get("b")).toBeUndefined();
  });

  it("distinguishes an empty value from an absent one", async () => {
    const guest = bound();
    await guest.set("empty", "");
    expect(await guest.get("empty")).toBe("");
    expect(await guest.has("empty")).toBe(true);
    expect(await guest.size()).toBe(5n);
  });

  it("returns whether a deleted key existed", async () => {
    const guest = bound();
    await guest.set("a", "1");
    expect(await guest.delete("a")).toBe(true);
    expect(await guest.delete("a")).toBe(false);
    expect(await guest.has("a")).toBe(false);
  });

  it("lists keys in the order of their UTF-8, where a character beyond U+FFFF comes after U+FFFD", async () => {
    const guest = bound();
    for (const key of ["b", "\u{1f600}", "�", "a", "ab", "é"]) await guest.set(key, "");
    expect(await guest.keys()).toEqual(["a", "ab", "b", "é", "�", "\u{1f600}"]);
    expect(await guest.keys("a")).toEqual(["a", "ab"]);
    expect(await guest.keys("zz")).toEqual([]);
  });

  it("lists more keys than one page of the backend holds", async () => {
    const binding = host.bind("notes", ADMIN);
    const guest = guestView(binding);
    binding.begin();
    for (let index = 0; index < 2_500; index++) await guest.set(`key-${String(index).padStart(5, "0")}`, "");
    await binding.commit();
    const keys = (await guest.keys("key-")) as string[];
    expect(keys).toHaveLength(2_500);
    expect(keys).toEqual([...keys].sort());
  });

  it("counts the bytes of keys in UTF-8", async () => {
    const guest = bound();
    await guest.set("é", "12");
    expect(await guest.size()).toBe(4n);
  });

  it("clears everything of its own component and frees its bytes", async () => {
    const [guest, other] = [bound("one"), bound("two")];
    await guest.set("a", "1");
    await other.set("a", "2");
    expect(await guest.clear()).toBeUndefined();
    expect(await guest.keys()).toEqual([]);
    expect(await guest.size()).toBe(0n);
    expect(await other.get("a")).toBe("2");
  });

  it("shows no component the keys of another, whatever the names", async () => {
    const guests = ["a", "ab", "a.b", "a-", "A"].map((id) => ({ id, guest: bound(id) }));
    for (const { id, guest } of guests) await guest.set(`key of ${id}`, id);
    for (const { id, guest } of guests) {
      expect(await guest.keys()).toEqual([`key of ${id}`]);
      expect(await guest.size()).toBe(BigInt(`key of ${id}${id}`.length));
    }
  });

  it.each([
    ["", "must not be empty"],
    ["a\0b", "must not contain control characters, found U+0000 at index 1"],
    ["a\u{85}", "must not contain control characters, found U+0085 at index 1"],
    ["\u{d800}x", "must be well-formed Unicode, found the lone surrogate U+D800 at index 0"],
    ["\u{feff}a", "must not begin with a byte order mark (U+FEFF)"],
    ["x".repeat(257), "must be at most 256 bytes of UTF-8, got 257"],
    ["é".repeat(129), "must be at most 256 bytes of UTF-8, got 258"],
  ])("refuses the key %j and names the rule", async (key, rule) => {
    const guest = bound();
    const error = { tag: "invalid-key", val: rule };
    expect(await guest.get(key)).toEqual(error);
    expect(await guest.set(key, "")).toEqual(error);
    expect(await guest.delete(key)).toEqual(error);
    expect(await guest.has(key)).toEqual(error);
    if (key !== "") expect(await guest.keys(key)).toEqual(error);
    expect(await guest.size()).toBe(0n);
  });

  it("accepts a key and a value exactly at the limits, and refuses one byte more", async () => {
    const guest = bound("notes", { access: "admin", quotaBytes: 3_000_000 });
    expect(await guest.set("k".repeat(256), "v".repeat(1_048_576))).toBeUndefined();
    expect(await guest.set("k", "v".repeat(1_048_577))).toEqual({ tag: "value-too-large", val: 1_048_576n });
    expect(await guest.size()).toBe(1_048_832n);
  });

  it("refuses a list of more keys than an answer may contain, and never shortens it", async () => {
    host = await openHost({ backend: opened.backend, limits: { keysPerAnswerMax: 3 } });
    const guest = bound();
    for (const key of ["a1", "a2", "a3", "b1"]) await guest.set(key, "");
    expect(await guest.keys("a")).toEqual(["a1", "a2", "a3"]);
    expect(await guest.keys()).toMatchObject({ tag: "limit-exceeded" });
  });

  it("refuses a write beyond the quota, reports the sizes, and changes nothing", async () => {
    const guest = bound("notes", { access: "read-write", quotaBytes: 10 });
    await guest.set("a", "12345678");
    expect(await guest.set("b", "12")).toEqual({
      tag: "quota-exceeded",
      val: { used: 9n, quota: 10n, requested: 3n },
    });
    expect(await guest.has("b")).toBe(false);
    expect(await guest.set("b", "")).toBeUndefined();
    expect(await guest.set("a", "123")).toBeUndefined();
    expect(await guest.size()).toBe(5n);
  });

  it("lets a namespace that is over a lowered quota shrink but not grow", async () => {
    await bound().set("a", "123456789");
    const guest = bound("notes", { access: "read-write", quotaBytes: 5 });
    expect(await guest.set("a", "1234567890")).toMatchObject({ tag: "quota-exceeded" });
    expect(await guest.set("a", "12345678")).toBeUndefined();
  });

  const denied = (need: string) => ({ tag: "permission-denied", val: `storage:component:notes:${need}` });

  it("denies everything without access, and names the missing grant", async () => {
    const guest = bound("notes", { access: "none", quotaBytes: 0 });
    expect(await guest.get("a")).toEqual(denied("read"));
    expect(await guest.has("a")).toEqual(denied("read"));
    expect(await guest.keys()).toEqual(denied("read"));
    expect(await guest.size()).toEqual(denied("read"));
    expect(await guest.set("a", "")).toEqual(denied("write"));
    expect(await guest.delete("a")).toEqual(denied("write"));
    expect(await guest.clear()).toEqual(denied("admin"));
  });

  it("denies writing to read-only access, and clearing to read-write access", async () => {
    await bound().set("a", "1");
    const reader = bound("notes", { access: "read-only", quotaBytes: 0 });
    expect(await reader.get("a")).toBe("1");
    expect(await reader.set("a", "2")).toEqual(denied("write"));
    const writer = bound("notes", { access: "read-write", quotaBytes: 100 });
    expect(await writer.set("a", "2")).toBeUndefined();
    expect(await writer.clear()).toEqual(denied("admin"));
    expect(await writer.get("a")).toBe("2");
  });

  it("denies before it reads the key, so that a denial reveals nothing about it", async () => {
    const guest = bound("notes", { access: "read-only", quotaBytes: 0 });
    expect(await guest.set("", "")).toEqual(denied("write"));
  });

  it("refuses an id that could reach into another namespace", () => {
    for (const id of ["", "a:b", "../a", "a\0", "x".repeat(129)]) {
      expect(() => host.bind(id, ADMIN)).toThrow(RangeError);
    }
  });
});
