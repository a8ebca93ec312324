import { createHarness, type Harness } from "@airssys/testing";
import { describe, expect, it } from "vitest";
import { CODE_GUEST, startCodeGuests } from "./code-guest.ts";

const guests = startCodeGuests();

describe("an instance in mock mode", () => {
  it("has classes of the platform of its own", async () => {
    await guests.mock.call(
      "code.run",
      `[Headers, URL, URLSearchParams, EventTarget, Event, AbortSignal, AbortController, FormData, TextEncoder, TextDecoder]
        .map(({ prototype }) => (prototype.toString = () => "patched", prototype.leak = 1)).join()`,
    );
    const code = "new URL('http://a/?b').searchParams + new Headers()";
    expect(await guests.mock.call("code.run", code)).toBe("patchedpatched");
    const other = await (guests.harnesses[0] as Harness).start("elsewhere");
    expect(await other.call("code.run", code)).toBe("b=[object Headers]");
    const platform = [
      Headers,
      URL,
      URLSearchParams,
      EventTarget,
      Event,
      AbortSignal,
      AbortController,
      FormData,
      TextEncoder,
      TextDecoder,
    ];
    expect(platform.filter(({ prototype }) => "leak" in prototype)).toEqual([]);
    expect(String(new URLSearchParams("a=1"))).toBe("a=1");
    await other.stop();
  });

  it("has globals of its own, whose changes no other instance sees", async () => {
    const harness = guests.harnesses[0] as Harness;
    const other = await harness.start("other");
    await guests.mock.call("code.run", "(globalThis.leak = Array.prototype.leak = 1)");
    for (const name of ["leak", "airssysExports", "airssysImport"])
      expect(await other.call("code.run", `typeof globalThis.${name} + typeof [].${name}`)).toBe("undefinedundefined");
    expect(([] as { leak?: unknown }).leak ?? (globalThis as { leak?: unknown }).leak).toBeUndefined();
    await other.stop();
  });

  it("is new after a restart, a crash and a trap", async () => {
    await using harness = await createHarness({ ...CODE_GUEST, mode: "mock" });
    const instance = await harness.start();
    const counts = async () => [await instance.call("code.count"), await instance.call("code.count")];
    expect(await counts()).toEqual([1, 2]);
    await harness.restart();
    expect(await counts()).toEqual([1, 2]);
    await harness.crash();
    expect(await counts()).toEqual([1, 2]);
    await instance.call("code.run", "(() => { throw new Error('trap') })()").catch(() => {});
    expect(await counts()).toEqual([1, 2]);
  });

  it("has the time of the harness, which stands still", async () => {
    await using harness = await createHarness({ ...CODE_GUEST, mode: "mock", clock: "2031-02-03T04:05:06.789Z" });
    const instance = await harness.start();
    const now = () => instance.call("code.run", "new Date().toISOString() + Date.now()");
    expect(await now()).toBe(`2031-02-03T04:05:06.789Z${Date.UTC(2031, 1, 3, 4, 5, 6, 789)}`);
    await harness.clock.advance(1_000);
    expect(await now()).toBe(`2031-02-03T04:05:07.789Z${Date.UTC(2031, 1, 3, 4, 5, 7, 789)}`);
  });
});

describe("a watch", () => {
  const set = (key: string) => `storage.storageSet('${key}', new Uint8Array(1))`;

  it("has its events delivered as in a component", async () => {
    for (const instance of [guests.mock, guests.built]) {
      const id = await instance.call("code.run", "watches.storageWatch('watched/')");
      const handled = () => instance.call("code.run", `new TextDecoder().decode(storage.storageGet('handled/${id}'))`);
      await instance.call("code.run", set("watched/a"));
      await expect.poll(handled).toBe("watched/a 0");
      await instance.call("code.run", `(${set("watched/b")}, storage.storageDelete('watched/a'))`);
      await expect.poll(handled).toBe("watched/a,watched/b 0");
    }
  });

  it("whose handler throws ends the guest, and the program is told", async () => {
    const failures: (string | undefined)[] = [];
    for (const [index, instance] of [guests.mock, guests.built].entries()) {
      const { traps } = instance;
      await instance.call("code.run", "watches.storageWatch('watched/')");
      await instance.call("code.run", set("watched/trap"));
      await expect.poll(() => instance.traps).toBe(traps + 1);
      failures.push((guests.harnesses[index] as Harness).eventFailures.at(-1)?.message);
    }
    expect(failures[0]).toMatch(/^storageEvents\.handle of code trapped: .*of the handler/);
    expect(failures[0]).toBe(failures[1]);
  });
});
