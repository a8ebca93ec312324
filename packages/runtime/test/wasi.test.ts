import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { type Instance, load } from "@airssys/runtime";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import { MANIFEST } from "./fixtures/probe-component.ts";

/** `wasi:io/streams` as WASI declares it. */
const READ = '"[method]input-stream.read" (func (param "self" (borrow $in)) (param "len" u64)';
const RESULT = "(result (result (list u8) (error $stream-error)))";

/**
 * A component that uses its streams: `read` returns the first byte of the result plus 256 times that of its error,
 * `write` writes a number of bytes, and `poll` waits for an empty list.
 */
function component(resultOfRead: string): string {
  return `(component
    (import "wasi:io/error@0.2.12" (instance $errors (export "error" (type (sub resource)))))
    (alias export $errors "error" (type $error))
    (import "wasi:io/poll@0.2.12" (instance $polls
      (export "pollable" (type $pollable (sub resource)))
      (export "poll" (func (param "in" (list (borrow $pollable))) (result (list u32))))))
    (import "wasi:io/streams@0.2.12" (instance $streams
      (alias outer 1 $error (type $outer-error))
      (export "error" (type $error (eq $outer-error)))
      (type $stream-error' (variant (case "last-operation-failed" (own $error)) (case "closed")))
      (export "stream-error" (type $stream-error (eq $stream-error')))
      (export "input-stream" (type $in (sub resource)))
      (export "output-stream" (type $out (sub resource)))
      (export ${READ} ${resultOfRead}))
      (export "[method]output-stream.write" (func (param "self" (borrow $out)) (param "contents" (list u8))
        (result (result (error $stream-error)))))))
    (alias export $streams "input-stream" (type $in))
    (alias export $streams "output-stream" (type $out))
    (import "wasi:cli/stdin@0.2.12" (instance $stdin
      (alias outer 1 $in (type $outer-in))
      (export "input-stream" (type $in (eq $outer-in)))
      (export "get-stdin" (func (result (own $in))))))
    (import "wasi:cli/stdout@0.2.12" (instance $stdout
      (alias outer 1 $out (type $outer-out))
      (export "output-stream" (type $out (eq $outer-out)))
      (export "get-stdout" (func (result (own $out))))))
    (core module $memory (memory (export "m") 4)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
    (core instance $memory (instantiate $memory))
    (alias core export $memory "m" (core memory $m))
    (alias core export $memory "realloc" (core func $realloc))
    (core func $get-stdin (canon lower (func $stdin "get-stdin")))
    (core func $get-stdout (canon lower (func $stdout "get-stdout")))
    (core func $read (canon lower (func $streams "[method]input-stream.read") (memory $m) (realloc $realloc)))
    (core func $write (canon lower (func $streams "[method]output-stream.write") (memory $m) (realloc $realloc)))
    (core func $poll (canon lower (func $polls "poll") (memory $m) (realloc $realloc)))
    (core module $main
      (import "e" "m" (memory 1))
      (import "e" "get-stdin" (func $get-stdin (result i32)))
      (import "e" "get-stdout" (func $get-stdout (result i32)))
      (import "e" "read" (func $read (param i32 i64 i32)))
      (import "e" "write" (func $write (param i32 i32 i32 i32)))
      (import "e" "poll" (func $poll (param i32 i32 i32)))
      (func (export "read") (result i32)
        (call $read (call $get-stdin) (i64.const 10) (i32.const 64))
        (i32.add (i32.load8_u (i32.const 64)) (i32.mul (i32.load8_u (i32.const 68)) (i32.const 256))))
      (func (export "write") (param $bytes i32) (result i32)
        (call $write (call $get-stdout) (i32.const 4096) (local.get $bytes) (i32.const 64))
        (i32.load8_u (i32.const 64)))
      (func (export "poll") (call $poll (i32.const 0) (i32.const 0) (i32.const 64))))
    (core instance $main (instantiate $main (with "e" (instance (export "m" (memory $m))
      (export "get-stdin" (func $get-stdin)) (export "get-stdout" (func $get-stdout))
      (export "read" (func $read)) (export "write" (func $write)) (export "poll" (func $poll))))))
    (func (export "read") (result u32) (canon lift (core func $main "read")))
    (func (export "write") (param "bytes" u32) (result u32) (canon lift (core func $main "write")))
    (func (export "poll") (canon lift (core func $main "poll"))))`;
}

async function started(resultOfRead = RESULT): Promise<Instance> {
  const bytes = await parse(component(resultOfRead));
  return (await load(bytes, { host: openHost({ backend: openMemory() }), manifest: MANIFEST })).start();
}

const trapped = expect.objectContaining({ name: "CallError", code: "trapped" });

describe("the streams of a real component", () => {
  it("have an input that is closed", async () => {
    const instance = await started();
    expect(await instance.call("read")).toBe(1 + 256 * 1); // an error: the second one, closed
    expect(instance.traps).toBe(0);
  });

  it("trap a component that declares that reading cannot fail", async () => {
    const instance = await started("(result (list u8))");
    await expect(instance.call("read")).rejects.toEqual(trapped);
    expect(instance.traps).toBe(1);
  });

  it("accept as much as they allow at once, and trap a component that writes more", async () => {
    const instance = await started();
    expect(await instance.call("write", 65_536)).toBe(0);
    await expect(instance.call("write", 65_537)).rejects.toEqual(trapped);
    expect(await instance.call("write", 10)).toBe(0);
  });

  it("trap a component that polls an empty list, which would never return", async () => {
    const instance = await started();
    await expect(instance.call("poll")).rejects.toEqual(trapped);
  });
});
