import { describe, expect, it, onTestFinished } from "vitest";
import { startCodeGuests } from "./code-guest.ts";

const guests = startCodeGuests();
const { expectSame } = guests;

describe("the globals of a guest", () => {
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
    for (const instance of [guests.mock, guests.built])
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
    for (const instance of [guests.mock, guests.built])
      expect(await instance.call("code.wait", told)).toBe("TypeError,true");
  });

  it("has HMAC in a component", async () => {
    const key = "crypto.subtle.importKey('raw', new Uint8Array(4), { name: 'hmac', hash: 'SHA-1' }, true, ['sign'])";
    const code = `${key}.then((k) => crypto.subtle.sign('HMAC', k, new Uint8Array(1))).then((b) => b.byteLength)`;
    expect(await guests.built.call("code.wait", code)).toBe("20");
    await expect(guests.mock.call("code.wait", code)).rejects.toThrow("mock mode has no crypto.subtle.importKey");
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
});
