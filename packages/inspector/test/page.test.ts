import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { openMemory } from "@airssys/backend/memory";
import { openStore, type Store } from "@airssys/host";
import { escapeText } from "@airssys/storage/keys";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openInspector } from "../src/index.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
];

const bytes = (text: string) => new TextEncoder().encode(text);
const HOSTILE = `<img src=x onerror="window.hit=1"><script>window.hit=1</script>`;

let browser: Browser;
const cleanups: (() => Promise<void>)[] = [];

/** A page over a store of its own. `complaints` are what the browser refused to do, and errors of the page. */
interface Opened {
  readonly page: Page;
  readonly url: string;
  readonly store: Store<"sync">;
  readonly complaints: string[];
  close(): Promise<void>;
}

async function open(fill: (store: Store<"sync">) => void, options: { write?: boolean } = {}): Promise<Opened> {
  const namespaces = openStore({ backend: openMemory() });
  const store = namespaces.open("app:shop");
  fill(store);
  const inspector = await openInspector({ namespaces, ...options });
  const context = await browser.newContext({ viewport: { width: 1200, height: 700 } });
  cleanups.push(() => context.close(), inspector.close);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(inspector.url);
  await page.getByText("live", { exact: true }).waitFor();
  return { page, url: inspector.url, store, complaints, close: inspector.close };
}

const row = (page: Page, text: string) => page.getByRole("option").filter({ hasText: text });
const details = (page: Page) => page.getByRole("complementary", { name: "Entry" });

describe.skipIf(CHROMIUM === undefined)(
  `the page${CHROMIUM ? "" : " (skipped: there is no chromium in /usr/bin)"}`,
  () => {
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: ARGUMENTS });
    });
    afterEach(async () => {
      for (const cleanup of cleanups.splice(0)) await cleanup();
    });
    afterAll(async () => {
      await browser?.close();
    });

    test("keeps the token out of its address, and knows it when it is loaded again", async () => {
      const { page, complaints } = await open((store) => store.set("a", bytes("1")));
      expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
      await page.reload();
      await row(page, "a").waitFor();
      expect(complaints).toEqual([]);
    });

    test("says plainly that a token is wrong", async () => {
      const { page, url } = await open((store) => store.set("a", bytes("1")));
      const other = await page.context().newPage();
      await other.goto(url.replace(/token=.*/, "token=wrong"));
      await other.getByRole("alert").filter({ hasText: "the token is missing or wrong" }).waitFor();
      expect(await other.getByRole("option").count()).toBe(0);
    });

    test("says plainly that the inspector is gone", async () => {
      const { page, close } = await open((store) => store.set("a", bytes("1")));
      await close();
      await page
        .getByRole("alert")
        .filter({ hasText: /cannot be reached|ended the connection/ })
        .waitFor();
    });

    test("shows values as what they are, and their expiry counts down", async () => {
      const { page, store } = await open((store) => {
        store.set("bytes", Uint8Array.of(0xff, 0x00));
        store.set("json", bytes('{"name":"Ada","n":12345678901234567890}'));
        store.set("session", bytes("text"), { ttlSeconds: 90 });
      });
      await row(page, "json").click();
      await details(page).getByText('"n": 12345678901234567890').waitFor();
      await row(page, "bytes").click();
      await details(page).getByText("ff 00").waitFor();
      await row(page, "session").click();
      await details(page)
        .getByText(/^in 1 min \d+ s, at /)
        .waitFor();
      const first = await details(page).getByText(/^in /).textContent();
      await expect.poll(() => details(page).getByText(/^in /).textContent()).not.toBe(first);
      store.delete("session");
      await details(page).getByText("This key is gone").waitFor();
    });

    test("shows 100 000 keys, and draws those that are seen alone", async () => {
      const { page, complaints } = await open((store) => {
        for (let start = 0; start < 100_000; start += 5_000)
          store.transaction((transaction) => {
            for (let n = start; n < start + 5_000; n++)
              transaction.set(`k/${String(n).padStart(6, "0")}`, bytes(`${n}`));
          });
      });
      await row(page, "k/000000").waitFor();
      expect(await page.getByRole("option").count()).toBeLessThan(80);
      const frames = await page.evaluate(async () => {
        const box = document.getElementById("entries")!;
        const gaps: number[] = [];
        let last = performance.now();
        for (let step = 0; step < 60; step++) {
          box.scrollTop += 400;
          await new Promise(requestAnimationFrame);
          gaps.push(performance.now() - last);
          last = performance.now();
        }
        return gaps.sort((one, other) => one - other);
      });
      // Half of the frames are drawn in time even beside other work; drawing all rows would take seconds for each.
      expect(frames[30]).toBeLessThan(250);
      await page.getByRole("listbox").focus();
      await page.evaluate(() => document.getElementById("entries")!.scrollTo(0, 100_000_000));
      await row(page, "k/099999").waitFor();
      expect(await page.getByRole("option").count()).toBeLessThan(80);
      expect(complaints).toEqual([]);
    }, 120_000);

    test("shows changes as they come, whoever makes them", async () => {
      const { page, store } = await open((store) => store.set("b", bytes("old")));
      await row(page, "b").click();
      store.set("b", bytes("fresh"));
      store.set("a", bytes("first"));
      store.set("c", bytes("last"));
      await row(page, "fresh").waitFor();
      await details(page).getByText("fresh").waitFor();
      expect(await page.getByRole("option").allTextContents()).toEqual([
        expect.stringMatching(/^a/),
        expect.stringMatching(/^b/),
        expect.stringMatching(/^c/),
      ]);
      // The selection stays at its key.
      expect(await page.getByRole("option", { selected: true }).textContent()).toMatch(/^b/);
      store.clear();
      await page.getByText("This namespace holds no keys.").waitFor();
    });

    test("shows collections as tables", async () => {
      const { page } = await open((store) => {
        store.set("users!m byName!Ada", bytes("u1"));
        store.set("users!mu1", bytes('{"name":"Ada","age":36}'));
        store.set("zebra", bytes("1"));
      });
      await page.getByRole("button", { name: "users: IndexedMap, 1 entry, index byName" }).click();
      await expect.poll(() => page.getByRole("option").allTextContents()).toEqual(['"u1""Ada"3632 B']);
      await page.getByRole("button", { name: /users: IndexedMap/ }).click();
      await row(page, "zebra").waitFor();
    });

    test("makes no element of hostile keys and values, and runs nothing", async () => {
      const { page, complaints } = await open(
        (store) => {
          store.set(HOSTILE, bytes(HOSTILE));
          store.set(`${escapeText(HOSTILE)}!mx`, bytes(JSON.stringify({ [HOSTILE]: HOSTILE })));
          store.set("javascript:alert(1)", bytes("\u202e\u001b[31m"));
          store.set("__proto__", bytes('{"__proto__":{"polluted":true},"constructor":1}'));
        },
        { write: true },
      );
      for (const text of [HOSTILE, "javascript:alert(1)", "__proto__"]) {
        await row(page, text).first().click();
        await details(page).getByText(text).first().waitFor();
      }
      await page.getByRole("button", { name: /StorageMap/ }).click();
      await page.getByRole("option").click();
      await page.getByRole("button", { name: "Edit" }).click();
      const found = await page.evaluate(() => ({
        elements: document.querySelectorAll("img, iframe, script:not([src]), [onerror], [href^=javascript]").length,
        hit: "hit" in window,
        polluted: "polluted" in {},
      }));
      expect(found).toEqual({ elements: 0, hit: false, polluted: false });
      expect(complaints).toEqual([]);
    });

    test("can be used with the keyboard alone", async () => {
      const { page } = await open((store) => {
        for (const key of ["apple", "pear/1", "pear/2"]) store.set(key, bytes(`value of ${key}`));
      });
      await row(page, "apple").waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("pear");
      await expect.poll(() => page.getByRole("option").count()).toBe(2);
      await page.keyboard.press("Enter");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await details(page).getByText("value of pear/2").waitFor();
      expect(await page.getByRole("listbox").getAttribute("aria-activedescendant")).toBe("row-1");
      await page.keyboard.press("Home");
      await details(page).getByText("value of pear/1").waitFor();
      await page.keyboard.press("Enter");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("value");
      await page.keyboard.press("Escape");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("entries");
      await page.keyboard.press("/");
      await page.keyboard.press("Escape");
      await row(page, "apple").waitFor();
    });

    test("edits and deletes, and undoes both", async () => {
      const { page, store } = await open((store) => store.set("k", bytes("one"), { ttlSeconds: 3_600 }), {
        write: true,
      });
      const expiresAt = store.getEntry("k")?.expiresAt;
      await row(page, "k").click();
      await page.getByRole("button", { name: "Edit" }).click();
      await page.getByLabel("Value, as text").fill("two");
      await page.keyboard.press("Control+Enter");
      await page.getByText("Saved k").waitFor();
      expect(store.getEntry("k")).toMatchObject({ value: bytes("two"), expiresAt });
      await details(page).getByText("two").waitFor();
      await page.getByRole("button", { name: "Delete" }).click();
      await page.getByText("Deleted k").waitFor();
      expect(store.has("k")).toBe(false);
      await page.getByRole("button", { name: "Undo" }).click();
      await expect.poll(() => store.getEntry("k")).toMatchObject({ value: bytes("two"), expiresAt });
      await details(page).getByText("two").waitFor();
    });

    test("does not write over what somebody else has changed meanwhile", async () => {
      const { page, store } = await open((store) => store.set("k", bytes("one")), { write: true });
      await row(page, "k").click();
      await page.getByRole("button", { name: "Edit" }).click();
      store.set("k", bytes("theirs"));
      await row(page, "theirs").waitFor();
      await page.getByLabel("Value, as text").fill("mine");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("somebody else has changed this key").waitFor();
      expect(store.get("k")).toEqual(bytes("theirs"));
    });

    test("offers no change where the store is read only", async () => {
      const { page } = await open((store) => store.set("k", bytes("one")));
      await row(page, "k").click();
      await details(page).getByText("one").waitFor();
      await page.getByText("read-only").waitFor();
      expect(await page.getByRole("button", { name: /Edit|Delete|Undo|Save/ }).count()).toBe(0);
      expect(await page.locator("textarea").count()).toBe(0);
    });

    test.each(["light", "dark"] as const)(
      "has no fault that axe finds, in %s colours and switched",
      async (colorScheme) => {
        const { page } = await open((store) => store.set("k", bytes('{"a":1}')), { write: true });
        await page.emulateMedia({ colorScheme });
        await row(page, "k").click();
        await details(page).getByText('"a": 1').waitFor();
        await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
        expect(await faultsOf(page)).toEqual([]);
        await page.getByRole("button", { name: /mode$/ }).click();
        expect(await page.locator("html").getAttribute("data-theme")).toBe(colorScheme === "dark" ? "light" : "dark");
        expect(await faultsOf(page)).toEqual([]);
      },
    );
  },
);

async function faultsOf(page: Page): Promise<string[]> {
  const program = "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))";
  return await page.evaluate<string[]>(program);
}
