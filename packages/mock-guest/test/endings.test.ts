import type { CallError } from "@airssys/runtime";
import { describe, expect, it } from "vitest";
import { startCodeGuests } from "./code-guest.ts";

const guests = startCodeGuests();
const { expectSame } = guests;

describe("a promise of a guest", () => {
  it.each([
    "7",
    "Promise.resolve(7)",
    "({ then(done) { done('thenable') } })",
    "new Promise((done) => setTimeout(() => done('later'), 5))",
    "new Promise((done) => { let n = 0; const id = setInterval(() => { if (++n === 3) { clearInterval(id); done(n); } }, 1); })",
    "new Promise((done) => { const order = []; setTimeout((a) => order.push(a), 500, 'x'); setTimeout(() => order.push('y'), 1); queueMicrotask(() => order.push('m')); setTimeout(() => done(order.join()), 600); })",
    "new Promise(() => {})",
    "crypto.subtle.digest('SHA-256', new TextEncoder().encode('a')).then((b) => [...new Uint8Array(b)].join())",
    "(async () => { await null; storage.storageSet('awaited', new Uint8Array(1)); return storage.storageKeys('awaited').join(); })()",
  ])("settles as in a component: %s", (code) => expectSame(code, "wait"));

  it("runs within the call as far as it can without waiting, and goes on in a later call", async () => {
    const set = (key: string) => `storage.storageSet('${key}', new Uint8Array(1))`;
    await expectSame(`(Promise.resolve().then(() => ${set("turn/1")}).then(() => ${set("turn/2")}), 1)`);
    await expectSame(`(queueMicrotask(() => ${set("turn/3")}), 1)`);
    await expectSame(`(setTimeout(() => ${set("turn/4")}, 0), setTimeout(() => ${set("turn/5")}, 10), 1)`);
    await expectSame("storage.storageKeys('turn/').join()");
    await expectSame("new Promise((done) => setTimeout(() => done(storage.storageKeys('turn/').join()), 40))", "wait");
    expect(await guests.mock.call("code.run", "storage.storageKeys('turn/').length")).toBe("5");
  });

  it("ends the guest when a timer throws", async () => {
    await expectSame("(setTimeout(() => { throw new Error('in a timer') }, 0), 1)");
    await expectSame("new Promise((done) => setTimeout(done, 5))", "wait");
  });
});

describe("an error that a guest throws", () => {
  it.each([
    "new Error('boom')",
    "new TypeError('boom')",
    "new (class Own extends Error {})('own')",
    "Object.assign(new Error('paid'), { payload: 'pay' })",
    "new Error('two\\nlines')",
    "new Error('cut\\0off')",
    "new Error('')",
    "new Error('outer', { cause: new Error('inner', { cause: 'text' }) })",
    "'text'",
    "undefined",
    "null",
    "{ payload: 'pay' }",
    "{ message: 'm', stack: 's' }",
    "Promise.resolve(1)",
  ])("is the end of a call as in a component: %s", async (thrown) => {
    const code = `(() => { throw ${thrown} })()`;
    await expectSame(code);
    await expectSame(code, "attempt");
    await expectSame(`Promise.resolve().then(() => { throw ${thrown} })`, "wait");
  });

  it.each([
    "storage.storageGet('')",
    "storage.storageSet(5, new Uint8Array(1))",
    "storage.storageSet('a', [1, 300])",
    "watches.storagePoll(7n, 0)",
  ])("may be of the bindings: %s", async (code) => {
    await expectSame(code);
    await expectSame(code, "attempt");
    const caught =
      "[error instanceof Error, error instanceof TypeError, error.name, JSON.stringify(error.payload), error.message]";
    await expectSame(`(() => { try { ${code} } catch (error) { return ${caught}.join('|') } })()`);
  });

  it.each([
    ["storage.storageGet('')", "Error: invalid-key: must not be empty"],
    ["storage.storageGet(5)", "TypeError: key: expected string, got 5"],
  ])("is an error of the guest's own realm where an import throws it: %s", async (code, message) => {
    for (const instance of [guests.mock, guests.built])
      expect(
        await instance.call(
          "code.run",
          `(() => { try { ${code} } catch (error) { return error instanceof Error && String(error) } })()`,
        ),
      ).toBe(message);
  });

  it("is told with its place where it is no error that can be returned, and no file of the machine that built it is", async () => {
    for (const instance of [guests.mock, guests.built]) {
      const code = "(() => { throw new Error('boom of mine') })()";
      const error: CallError = await instance.call("code.attempt", code).then(
        () => expect.unreachable("it did not fail"),
        (each) => each,
      );
      expect(error.message).toBe(
        'code.attempt of code trapped: attempt error: expected string, got an error: "boom of mine"',
      );
      expect(error.stderr).toMatch(
        /^Caused by: boom of mine\nStack:\n(?:.*\n)*? *(?:at )?evaluated.*(?:code\.ts|component\.js):\d/m,
      );
      expect(error.stderr).not.toMatch(/airssys-componentize|initializer\.js/);
      const causes = [(error.cause as Error).cause, ((error.cause as Error).cause as Error | undefined)?.cause];
      if (instance === guests.mock) expect(causes.at(-1)).toMatchObject({ message: "boom of mine" });
    }
  });

  it("and nobody waits for is no end of anything, and in mock mode a warning", async () => {
    const begun = guests.mock.stderr.length;
    for (const thrown of ["new Error('lost')", "{ tag: 'lost as well' }"]) {
      await expectSame(`(void (async () => { await null; throw ${thrown} })(), 1)`);
      await expectSame(`(setTimeout(() => Promise.reject(${thrown})), 1)`);
    }
    await expectSame("new Promise((done) => setTimeout(done, 5))", "wait");
    const warnings = () => guests.mock.stderr.slice(begun).match(/^Warning: a promise was rejected .*lost/gm)?.length;
    await expect.poll(warnings).toBe(4);
    expect(await guests.mock.call("code.run", "1")).toBe("1");
  });

  it("is an overflow of its stack as in a component", () => expectSame("(() => { (function f() { f() })() })()"));
});
