import type { CallError, Instance } from "@airssys/runtime";
import { createHarness, type Harness } from "@airssys/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Outcome, readOutcome } from "./differences.ts";

/** The same guest twice: run as it is, and as the component that was built of it. */
const harnesses: Harness[] = [];
let mock: Instance;
let built: Instance;

const { stackTraceLimit } = Error;

const SOURCE = {
  entry: new URL("./fixtures/code.ts", import.meta.url),
  wit: new URL("./fixtures/code.wit", import.meta.url),
  manifest: '[component]\nid = "code"\nversion = "1.0.0"\n[permissions]\nstorage = { access = "admin" }',
  conditions: ["@airssys/source"],
  cacheFolder: new URL("../../../.cache", import.meta.url),
};

beforeAll(async () => {
  for (const mode of ["mock", "memory"] as const) harnesses.push(await createHarness({ ...SOURCE, mode }));
  [mock, built] = (await Promise.all(harnesses.map((harness) => harness.start()))) as [Instance, Instance];
  // Of errors outside of guests, for whose stacks the test runner searches the whole text of the component.
  Error.stackTraceLimit = 0;
}, 60_000);

afterAll(async () => {
  Error.stackTraceLimit = stackTraceLimit;
  for (const harness of harnesses) await harness.close();
});

/** How a call ended, and what was printed meanwhile, but for the places of code. */
async function told(instance: Instance, path: string, code: string): Promise<Outcome & { readonly printed: string[] }> {
  const before = [instance.stdout.length, instance.stderr.length];
  const outcome = await readOutcome(instance.call(path, code));
  const printed = [instance.stdout.slice(before[0]), instance.stderr.slice(before[1])];
  return { ...outcome, printed: outcome.code === "trapped" ? [] : printed };
}

async function expectSame(code: string, path: "run" | "wait" | "attempt" = "run"): Promise<void> {
  expect(await told(mock, `code.${path}`, code), code).toEqual(await told(built, `code.${path}`, code));
}

describe("what a guest prints", () => {
  it.each([
    "'a', 1, true, null, undefined, 5n, -0, NaN, 1.5",
    "{ a: 1, b: 'x', c: [1, 'y', { d: 1 }], e: undefined, f() {}, [Symbol('s')]: 1, 'a-b': 1, get g() { return 1 } }",
    "[], {}, [[]], { a: [] }, { a: {} }, [, 1], [undefined, null], ''",
    "() => 1, function named() {}, class A {}, Object.assign(() => 1, { x: 1 })",
    "Symbol('q'), Symbol(), Symbol.iterator",
    "new Map([['a', 1]]), new Set([1, 'b']), new Map(), new Set(), new WeakMap(), new WeakSet()",
    "new Uint8Array([1, 2]), new Int8Array(), new ArrayBuffer(2), new DataView(new ArrayBuffer(1))",
    "new Date(0), new Date(NaN), /x/g, Object(1), new String('x'), new Boolean(true)",
    "Promise.resolve(1), new Promise(() => {})",
    "new (class Foo { x = 1 })(), new (class X extends Array {})(), Object.create(null), new Proxy({}, {})",
    "'multi\\nline', ['quo\"ted'], '\\ud800', '%s is %d', 'x', 5",
    "(() => { const a = { n: 1 }; a.self = a; return a; })()",
  ])("is written as a component writes it: %s", (values) => expectSame(`console.log(${values})`));

  it("has the places of errors and of traces", async () => {
    const places = async (instance: Instance) => {
      const begun = instance.stdout.length;
      await instance.call("code.run", "console.log(new TypeError('t'), [new AggregateError([1], 'a\"')])");
      await instance.call("code.run", "(console.trace('traced', { b: 1 }), console.trace())");
      const place = /"(?:component\.js|[^"]*\.ts)[^"]*", \d+/g;
      return instance.stdout
        .slice(begun)
        .replace(place, "PLACE")
        .replace(/@.*:\d+:\d+.*$/gm, "@PLACE")
        .split("\n");
    };
    const [inMock, inBuilt] = [await places(mock), await places(built)];
    expect(inMock[0]).toBe('(new TypeError("t", PLACE)) [(new AggregateError([1], "a\\"", PLACE))]');
    expect(inMock[0]).toBe(inBuilt[0]);
    for (const lines of [inMock, inBuilt]) {
      expect(lines[1]).toBe("traced { b: 1 }");
      expect(lines.filter((line) => line === "evaluated@PLACE")).toHaveLength(2);
    }
  });

  it("goes to the stream that it goes to in a component", async () => {
    for (const method of ["debug", "info", "warn", "error", "dir", "table", "group", "count", "countReset", "time"])
      await expectSame(`console.${method}('x', { a: 1 })`);
    for (const args of ["true, 'z'", "false, 'z'", "0", "{}, 1", "", "'x'"])
      await expectSame(`console.assert(${args})`);
    await expectSame("(console.timeEnd('nope'), console.countReset('nope'), console.groupEnd(), console.count())");
  });
});

describe("what a guest waits for", () => {
  it.each([
    "7",
    "Promise.resolve(7)",
    "({ then(done) { done('thenable') } })",
    "new Promise((done) => setTimeout(() => done('later'), 5))",
    "new Promise((done) => { let n = 0; const id = setInterval(() => { if (++n === 3) { clearInterval(id); done(n); } }, 1); })",
    "new Promise((done) => { const order = []; setTimeout((a) => order.push(a), 20, 'x'); setTimeout(() => order.push('y'), 1); queueMicrotask(() => order.push('m')); setTimeout(() => done(order.join()), 40); })",
    "new Promise(() => {})",
    "crypto.subtle.digest('SHA-256', new TextEncoder().encode('a')).then((b) => [...new Uint8Array(b)].join())",
    "(async () => { await null; storage.storageSet('awaited', new Uint8Array(1)); return storage.storageKeys('awaited').join(); })()",
  ])("comes as it comes in a component: %s", (code) => expectSame(code, "wait"));

  it("is done within the call as far as it can be without waiting, and later with a later call", async () => {
    const set = (key: string) => `storage.storageSet('${key}', new Uint8Array(1))`;
    await expectSame(`(Promise.resolve().then(() => ${set("turn/1")}).then(() => ${set("turn/2")}), 1)`);
    await expectSame(`(queueMicrotask(() => ${set("turn/3")}), 1)`);
    await expectSame(`(setTimeout(() => ${set("turn/4")}, 0), setTimeout(() => ${set("turn/5")}, 10), 1)`);
    await expectSame("storage.storageKeys('turn/').join()");
    await expectSame("new Promise((done) => setTimeout(() => done(storage.storageKeys('turn/').join()), 40))", "wait");
    expect(await mock.call("code.run", "storage.storageKeys('turn/').length")).toBe("5");
  });

  it("ends it when a timer throws", async () => {
    await expectSame("(setTimeout(() => { throw new Error('in a timer') }, 0), 1)");
    await expectSame("new Promise((done) => setTimeout(done, 5))", "wait");
  });
});

describe("what a guest throws", () => {
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
    for (const instance of [mock, built])
      expect(
        await instance.call(
          "code.run",
          `(() => { try { ${code} } catch (error) { return error instanceof Error && String(error) } })()`,
        ),
      ).toBe(message);
  });

  it("is told with its place where it is no error that can be returned, and no file of the machine that built it is", async () => {
    for (const instance of [mock, built]) {
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
      if (instance === mock) expect(causes.at(-1)).toMatchObject({ message: "boom of mine" });
    }
  });

  it("and nobody waits for is no end of anything, and in mock mode a warning", async () => {
    const begun = mock.stderr.length;
    for (const thrown of ["new Error('lost')", "{ tag: 'lost as well' }"]) {
      await expectSame(`(void (async () => { await null; throw ${thrown} })(), 1)`);
      await expectSame(`(setTimeout(() => Promise.reject(${thrown})), 1)`);
    }
    await expectSame("new Promise((done) => setTimeout(done, 5))", "wait");
    const warnings = () => mock.stderr.slice(begun).match(/^Warning: a promise was rejected .*lost/gm)?.length;
    await expect.poll(warnings).toBe(4);
    expect(await mock.call("code.run", "1")).toBe("1");
  });

  it("is an overflow of its stack as in a component", () => expectSame("(() => { (function f() { f() })() })()"));
});

describe("what a guest has", () => {
  it.each([
    "process",
    "require",
    "global",
    "Buffer",
    "setImmediate",
    "window",
    "document",
    "navigator",
    "Intl",
    "WebAssembly",
    "SharedArrayBuffer",
  ])("is no %s, as in a component", async (name) => {
    await expectSame(`typeof ${name} + ' ' + ('${name}' in globalThis)`);
    await expectSame(`${name}.anything`);
  });

  it.each([
    "(() => { storage.storageSet('a', new Uint8Array(2)); const v = storage.storageGet('a'); return [v instanceof Uint8Array, v.length, Array.isArray(storage.storageKeys())].join() })()",
    "new TextEncoder().encode('ä') instanceof Uint8Array",
    "JSON.stringify(new TextEncoder().encodeInto('äb', new Uint8Array(2)))",
    "new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])).length",
    "(() => { try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])) } catch (e) { return e instanceof TypeError } })()",
    "structuredClone(new Map([[1, { a: [1], d: new Date(0), b: new Uint8Array(2) }]])).get(1).b instanceof Uint8Array",
    "(() => { try { structuredClone(() => 1) } catch (e) { return e.name + (e instanceof Error) + (e instanceof DOMException) } })()",
    "(() => { try { new URL('nope') } catch (e) { return e instanceof TypeError } })()",
    "(() => { const e = structuredClone(new TypeError('x')); return [e instanceof TypeError, e.message, structuredClone(Float32Array.of(1.5)) instanceof Float32Array].join() })()",
    "'aI'.toLocaleUpperCase('tr') + 'AI'.toLocaleLowerCase('tr')",
    "(() => { try { setTimeout('1') } catch (e) { return e.name + e.message + (e instanceof Error) } })()",
    "(() => { try { atob('*') } catch (e) { return e.name + e.message + (e instanceof Error) } })()",
    "(() => { try { crypto.getRandomValues([1]) } catch (e) { return e.name + e.message + e.code + (e instanceof Error) } })()",
    "(() => { try { crypto.getRandomValues(new Uint8Array(70000)) } catch (e) { return e.name + e.message + (e instanceof Error) } })()",
    "new URL('http://a/b?c=d').searchParams.get('c') + atob(btoa('text'))",
    "crypto.getRandomValues(new Uint8Array(4)).length + crypto.randomUUID().length",
    "typeof performance.now() + (Math.random() < 1)",
    "(1234.5).toLocaleString() + 'ä'.localeCompare('b') + typeof ''.normalize + new Date(0).toString()",
    "new Date(0).toLocaleString() + '|' + new Date(0).toLocaleDateString() + '|' + new Date(0).toLocaleTimeString()",
    "new Date(2030, 0, 1).getTime() + ' ' + new Date('2030-01-01').toISOString() + (new Date().constructor === Date)",
    "Date.now() + ' ' + new Date().toISOString() + ' ' + Date().length",
    "typeof URL.canParse + typeof URL.parse + new URL('http://a/b?c').searchParams.has('c') + (new URL('a:b') instanceof URL)",
    "(() => { class Own extends Event {} return [new Event('a') instanceof Own, new Own('a') instanceof Event, new AbortController().signal instanceof AbortSignal].join() })()",
    "(() => { try { new RegExp('\\\\p{L}', 'u') } catch (e) { return e.name + e.message + (e instanceof SyntaxError) } })()",
    "RegExp('\\\\p{2}').test('pp') + 'a1b'.split(new RegExp('[0-9]', 'u')).join() + (/x/.constructor === RegExp)",
    "self === globalThis",
    "(() => this === undefined)()",
  ])("is what a component has: %s", (code) => expectSame(code));

  it.each([
    ["'MD5'", "new Uint8Array(1)"],
    ["'sha-512'", "new DataView(new ArrayBuffer(4), 1, 2)"],
    ["{ name: 'SHA-1' }", "new ArrayBuffer(2)"],
    ["'SHA-224'", "new Uint8Array(1)"],
    ["{}", "new Uint8Array(1)"],
    ["5", "new Uint8Array(1)"],
    ["'SHA-256'", "'text'"],
    ["'SHA-256'", "[1]"],
    ["'SHA-256'"],
    [],
  ])("is a digest of what a component can digest: %s %s", (...args) =>
    expectSame(
      `crypto.subtle.digest(${args.join(", ")}).then((b) => [...new Uint8Array(b)].join(), (e) => [e.name, e.message, e.code, e.constructor.name, e instanceof Error].join())`,
      "wait",
    ),
  );

  it.each([
    "importKey('jwk', { kty: 'RSA', n: 'AQAB', e: 'AQAB' }, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['verify'])",
    "importKey('raw', new Uint8Array(4), { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['verify'])",
    "importKey('jwk', { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])",
    "importKey('raw', new Uint8Array(65), { name: 'ECDSA' }, false, ['verify'])",
    "importKey('spki', new Uint8Array(4), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign'])",
    "importKey('pkcs8', {}, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign'])",
    "importKey('raw', new Uint8Array(4), 'AES-GCM', false, ['encrypt'])",
    "importKey('raw', new Uint8Array(4), undefined, false, [])",
    "sign('AES-GCM', {}, new Uint8Array(1))",
    "verify({ name: 'ECDSA' }, {}, new Uint8Array(1), new Uint8Array(1))",
  ])("refuses what the engine cannot do, and goes on: crypto.subtle.%s", async (code) => {
    const told = `crypto.subtle.${code}.catch((e) => [e.name, e.message, e instanceof DOMException, e instanceof Error].join())`;
    await expectSame(told, "wait");
    for (const instance of [mock, built])
      expect(await instance.call("code.wait", told)).toMatch(/^NotSupportedError,.*,true,true$/);
  });

  it.each([
    "importKey('raw', new Uint8Array(4), { name: 'HMAC', hash: 'SHA-256', length: 'x' }, true, ['sign'])",
    "importKey('raw', new Uint8Array(4), { name: Symbol() }, true, ['sign'])",
    "importKey()",
    "sign('HMAC')",
    "verify('HMAC', {}, new Uint8Array(1))",
  ])("ends nothing for an argument that is none: crypto.subtle.%s", async (code) => {
    const told = `crypto.subtle.${code}.catch((e) => [e.name, e instanceof TypeError].join())`;
    await expectSame(told, "wait");
    for (const instance of [mock, built]) expect(await instance.call("code.wait", told)).toBe("TypeError,true");
  });

  it("has HMAC in a component", async () => {
    const key = "crypto.subtle.importKey('raw', new Uint8Array(4), { name: 'hmac', hash: 'SHA-1' }, true, ['sign'])";
    const code = `${key}.then((k) => crypto.subtle.sign('HMAC', k, new Uint8Array(1))).then((b) => b.byteLength)`;
    expect(await built.call("code.wait", code)).toBe("20");
    await expect(mock.call("code.wait", code)).rejects.toThrow("mock mode has no crypto.subtle.importKey");
  });

  it("is no time zone, wherever the program runs", async () => {
    const before = process.env.TZ;
    process.env.TZ = "America/New_York";
    onTestFinished(() => {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    });
    expect(new Date(2020, 0).getTime()).not.toBe(Date.UTC(2020, 0));
    const texts = ["2020-01-01T00:00", "Jan 1, 2020", "2020-01-01", "2020/1/1 10:00", "1 Jan 2020 10:00 GMT"];
    const others = [
      "2020-03-08T02:30",
      "Wed, 01 Jan 2020 00:00:00 +0100",
      "2020-01-01T00:00:00+05:30",
      "12/25/95",
      "no",
    ];
    const dates = [...texts, ...others].map((each) => `new Date('${each}'), Date.parse('${each}')`).join();
    await expectSame(`[${dates}].map(Number).join()`);
    const some = "[new Date(2020, 6, 1, 2, 3), new Date(0), new Date(NaN), new Date(-1e15), new Date(99, 0)]";
    const texted = "toString toDateString toTimeString toLocaleString toLocaleDateString toLocaleTimeString toJSON";
    const asked =
      "getTime getTimezoneOffset getYear getFullYear getMonth getDate getDay getHours getMinutes getMilliseconds";
    for (const method of `${texted} ${asked}`.split(" "))
      await expectSame(`${some}.map((each) => each.${method}()).join('|')`);
    for (const change of ["Hours(5, 6, 7, 8)", "Date(40)", "Month(1)", "FullYear(2019)", "Year(98)", "Minutes(70)"])
      await expectSame(`${some}.map((each) => each.set${change}).join('|')`);
  });

  it("is its own also where it is of the platform", async () => {
    await mock.call(
      "code.run",
      `[Headers, URL, URLSearchParams, EventTarget, Event, AbortSignal, AbortController, FormData, TextEncoder, TextDecoder]
        .map(({ prototype }) => (prototype.toString = () => "patched", prototype.leak = 1)).join()`,
    );
    const code = "new URL('http://a/?b').searchParams + new Headers()";
    expect(await mock.call("code.run", code)).toBe("patchedpatched");
    const other = await (harnesses[0] as Harness).start("elsewhere");
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

  it("is its own: what it does to its globals, no other instance sees", async () => {
    const harness = harnesses[0] as Harness;
    const other = await harness.start("other");
    await mock.call("code.run", "(globalThis.leak = Array.prototype.leak = 1)");
    for (const name of ["leak", "airssysExports", "airssysImport"])
      expect(await other.call("code.run", `typeof globalThis.${name} + typeof [].${name}`)).toBe("undefinedundefined");
    expect(([] as { leak?: unknown }).leak ?? (globalThis as { leak?: unknown }).leak).toBeUndefined();
    await other.stop();
  });

  it("is new after a restart, a crash and a trap", async () => {
    await using harness = await createHarness({ ...SOURCE, mode: "mock" });
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

  it("is the time of the harness, which stands still", async () => {
    await using harness = await createHarness({ ...SOURCE, mode: "mock", clock: "2031-02-03T04:05:06.789Z" });
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
    for (const instance of [mock, built]) {
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
    for (const [index, instance] of [mock, built].entries()) {
      const { traps } = instance;
      await instance.call("code.run", "watches.storageWatch('watched/')");
      await instance.call("code.run", set("watched/trap"));
      await expect.poll(() => instance.traps).toBe(traps + 1);
      failures.push((harnesses[index] as Harness).eventFailures.at(-1)?.message);
    }
    expect(failures[0]).toMatch(/^storageEvents\.handle of code trapped: .*of the handler/);
    expect(failures[0]).toBe(failures[1]);
  });
});
