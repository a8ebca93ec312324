import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";

/** Exports of an honest tenant: one get, and one set, of a key by its number. */
export interface HonestExports {
  getOne(number: number): number;
  setOne(number: number): void;
}

/** Exports of the hostile tenant. */
export type HostileExports = Readonly<Record<"loop" | "grow" | "commit" | "longKeys", () => void>>;

/**
 * Makes a component that keeps values of so many bytes, at most 4 000. A get traps if the value is missing or has
 * another length.
 */
export function honestComponent(valueBytes: number): Promise<Uint8Array> {
  return parse(
    component(
      `${WRITE_KEY}
      (func (export "get-one") (param $number i32) (result i32)
        (call $write-key (local.get $number))
        (call $get (i32.const 0) (i32.const ${KEY_BYTES}) (i32.const 64))
        ${TRAP_UNLESS_OK}
        (if (i32.ne (i32.load (i32.const 80)) (i32.const ${valueBytes})) (then unreachable))
        (i32.load (i32.const 80)))
      (func (export "set-one") (param $number i32)
        (call $write-key (local.get $number))
        (memory.fill (i32.const 4096) (local.get $number) (i32.const ${valueBytes}))
        (call $set (i32.const 0) (i32.const ${KEY_BYTES}) (i32.const 4096) (i32.const ${valueBytes}) (i32.const 64))
        ${TRAP_UNLESS_OK})`,
      [
        ["get-one", '(param "number" u32) (result u32)'],
        ["set-one", '(param "number" u32)'],
      ],
    ),
  );
}

/**
 * Makes the component that attacks: it computes for ever; fills its memory until there is no more; changes as many keys
 * as one call may; asks ten times for a key that is as long as its memory.
 *
 * @param keys how many one call may change.
 */
export function hostileComponent(keys: number): Promise<Uint8Array> {
  return parse(
    component(
      `${WRITE_KEY}
      (func (export "loop") (loop $again (br $again)))
      (func (export "grow") (local $end i32)
        (loop $again
          (local.set $end (i32.mul (memory.size) (i32.const 65536)))
          (if (i32.eq (memory.grow (i32.const 16)) (i32.const -1)) (then unreachable))
          (memory.fill (local.get $end) (i32.const 1) (i32.const 1048576))
          (br $again)))
      (func (export "commit") (local $number i32)
        (loop $next
          (call $write-key (local.get $number))
          (call $set (i32.const 0) (i32.const ${KEY_BYTES}) (i32.const 4096) (i32.const 100) (i32.const 64))
          ${TRAP_UNLESS_OK}
          (local.set $number (i32.add (local.get $number) (i32.const 1)))
          (br_if $next (i32.lt_u (local.get $number) (i32.const ${keys})))))
      (func (export "long-keys") (local $bytes i32) (local $turn i32)
        (loop $again (br_if $again (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
        (local.set $bytes (i32.sub (i32.mul (memory.size) (i32.const 65536)) (i32.const 65536)))
        (memory.fill (i32.const 65536) (i32.const 0x61) (local.get $bytes))
        (loop $next
          (call $get (i32.const 65536) (local.get $bytes) (i32.const 64))
          (local.set $turn (i32.add (local.get $turn) (i32.const 1)))
          (br_if $next (i32.lt_u (local.get $turn) (i32.const 10))))
        unreachable)`,
      ["loop", "grow", "commit", "long-keys"].map((name) => [name, ""] as const),
    ),
  );
}

const KEY_BYTES = 8;

/** Writes a number as a key in eight letters, from `a` for 0 to `p` for 15, to the beginning of the memory. */
const WRITE_KEY = `(func $write-key (param $number i32) (local $at i32)
  (loop $next
    (i32.store8 (local.get $at) (i32.add (i32.const 0x61) (i32.and (local.get $number) (i32.const 15))))
    (local.set $number (i32.shr_u (local.get $number) (i32.const 4)))
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $at) (i32.const ${KEY_BYTES})))))`;

const TRAP_UNLESS_OK = "(if (i32.load8_u (i32.const 64)) (then unreachable))";

/**
 * A component in the text format that can get and set.
 *
 * @param functions of its core module, which has `$get` and `$set`.
 * @param lifted the names of those that it exports, with their types.
 */
function component(functions: string, lifted: readonly (readonly [name: string, type: string])[]): string {
  return `(component
    (import "airssys:wasm/storage@0.1.0" (instance $storage
      (type $details' (record (field "used" u64) (field "quota" u64) (field "requested" u64)))
      (export "quota-exceeded-details" (type $details (eq $details')))
      (type $error' (variant (case "permission-denied" string) (case "quota-exceeded" $details) (case "key-not-found")
        (case "invalid-key" string) (case "value-too-large" u64) (case "internal-error" string) (case "invalid-argument" string)
        (case "limit-exceeded" string) (case "conflict")))
      (export "storage-error" (type $error (eq $error')))
      (export "storage-get" (func (param "key" string) (result (result (option (list u8)) (error $error)))))
      (export "storage-set" (func (param "key" string) (param "value" (list u8)) (result (result (error $error)))))))
    (core module $memory (memory (export "m") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192)))
    (core instance $memory_i (instantiate $memory))
    (alias core export $memory_i "m" (core memory $m))
    (alias core export $memory_i "realloc" (core func $realloc))
    (core func $get (canon lower (func $storage "storage-get") (memory $m) (realloc $realloc)))
    (core func $set (canon lower (func $storage "storage-set") (memory $m) (realloc $realloc)))
    (core module $main
      (import "e" "m" (memory 1))
      (import "e" "get" (func $get (param i32 i32 i32)))
      (import "e" "set" (func $set (param i32 i32 i32 i32 i32)))
      ${functions})
    (core instance $main_i (instantiate $main (with "e" (instance
      (export "m" (memory $m)) (export "get" (func $get)) (export "set" (func $set))))))
    ${lifted.map(([name, type]) => `(func (export "${name}") ${type} (canon lift (core func $main_i "${name}")))`).join("\n")})`;
}
