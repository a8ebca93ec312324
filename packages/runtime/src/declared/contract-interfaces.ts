// Generated from wit/*.wit and wit/wasi-keyvalue/*.wit by `pnpm generate`. Do not edit.
import type { DeclaredInterface } from "./declared-imports.ts";

/** Every interface that can be imported, as a component declares it that uses all of it. */
export const CONTRACT_INTERFACES: Readonly<Record<string, DeclaredInterface>> = {
  "airssys:wasm/storage@0.1.0": {
    functions: {
      "storage-get": "func(key: string) -> result<option<list<u8>>, storage-error>",
      "storage-set": "func(key: string, value: list<u8>) -> result<_, storage-error>",
      "storage-delete": "func(key: string) -> result<bool, storage-error>",
      "storage-has": "func(key: string) -> result<bool, storage-error>",
      "storage-keys": "func(prefix: option<string>) -> result<list<string>, storage-error>",
      "storage-size": "func() -> result<u64, storage-error>",
      "storage-clear": "func() -> result<_, storage-error>",
    },
    types: {
      "quota-exceeded-details": "record { used: u64, quota: u64, requested: u64 }",
      "storage-error":
        "variant { permission-denied(string), quota-exceeded(quota-exceeded-details), key-not-found, invalid-key(string), value-too-large(u64), internal-error(string), invalid-argument(string), limit-exceeded(string), conflict }",
    },
  },
  "airssys:wasm/storage-ranges@0.1.0": {
    functions: {
      "storage-range": "func(range: key-range, walk: walk, cursor: option<string>) -> result<page, storage-error>",
      "storage-range-keys":
        "func(range: key-range, walk: walk, cursor: option<string>) -> result<key-page, storage-error>",
      "storage-scan": "func(prefix: string, cursor: option<string>, limit: u32) -> result<page, storage-error>",
      "storage-count": "func(range: key-range) -> result<u64, storage-error>",
      "storage-delete-range": "func(range: key-range) -> result<u64, storage-error>",
    },
    types: {
      "key-range": "record { prefix: option<string>, start: option<string>, end: option<string> }",
      walk: "record { reverse: bool, limit: option<u32> }",
      "range-entry": "record { key: string, value: list<u8> }",
      page: "record { entries: list<range-entry>, cursor: option<string> }",
      "storage-error":
        "variant { permission-denied(string), quota-exceeded(record { used: u64, quota: u64, requested: u64 }), key-not-found, invalid-key(string), value-too-large(u64), internal-error(string), invalid-argument(string), limit-exceeded(string), conflict }",
      "key-page": "record { keys: list<string>, cursor: option<string> }",
    },
  },
  "airssys:wasm/storage-batch@0.1.0": {
    functions: {
      "storage-get-many": "func(keys: list<string>) -> result<list<option<list<u8>>>, storage-error>",
      "storage-get-entry": "func(key: string) -> result<option<entry>, storage-error>",
      "storage-write": "func(checks: list<check>, writes: list<write>) -> result<u64, storage-error>",
      "storage-increment": "func(key: string, delta: s64) -> result<s64, storage-error>",
    },
    types: {
      "storage-error":
        "variant { permission-denied(string), quota-exceeded(record { used: u64, quota: u64, requested: u64 }), key-not-found, invalid-key(string), value-too-large(u64), internal-error(string), invalid-argument(string), limit-exceeded(string), conflict }",
      entry: "record { value: list<u8>, version: u64, expires-at: option<u64> }",
      check: "record { key: string, version: option<u64> }",
      "set-write": "record { key: string, value: list<u8>, ttl-seconds: option<u64> }",
      write: "variant { set(set-write), delete(string) }",
    },
  },
  "airssys:wasm/storage-ttl@0.1.0": {
    functions: {
      "storage-set-with-ttl": "func(key: string, value: list<u8>, ttl-seconds: u64) -> result<_, storage-error>",
      "storage-get-ttl": "func(key: string) -> result<option<u64>, storage-error>",
      "storage-extend": "func(key: string, ttl-seconds: u64) -> result<_, storage-error>",
      "storage-persist": "func(key: string) -> result<bool, storage-error>",
    },
    types: {
      "storage-error":
        "variant { permission-denied(string), quota-exceeded(record { used: u64, quota: u64, requested: u64 }), key-not-found, invalid-key(string), value-too-large(u64), internal-error(string), invalid-argument(string), limit-exceeded(string), conflict }",
    },
  },
  "airssys:wasm/storage-transactions@0.1.0": {
    functions: {
      "storage-begin": "func() -> result<_, storage-error>",
      "storage-commit": "func() -> result<_, storage-error>",
      "storage-rollback": "func() -> result<_, storage-error>",
    },
    types: {
      "storage-error":
        "variant { permission-denied(string), quota-exceeded(record { used: u64, quota: u64, requested: u64 }), key-not-found, invalid-key(string), value-too-large(u64), internal-error(string), invalid-argument(string), limit-exceeded(string), conflict }",
    },
  },
  "airssys:wasm/storage-watch@0.1.0": {
    functions: {
      "storage-watch": "func(prefix: string) -> result<u64, storage-error>",
      "storage-poll": "func(watch: u64, limit: u32) -> result<events, storage-error>",
      "storage-unwatch": "func(watch: u64) -> result<bool, storage-error>",
    },
    types: {
      "storage-error":
        "variant { permission-denied(string), quota-exceeded(record { used: u64, quota: u64, requested: u64 }), key-not-found, invalid-key(string), value-too-large(u64), internal-error(string), invalid-argument(string), limit-exceeded(string), conflict }",
      change: "enum { set, delete, expire }",
      event:
        "record { key: string, operation: change, old-value: option<list<u8>>, new-value: option<list<u8>>, version: u64 }",
      events: "record { events: list<event>, missed: u64 }",
    },
  },
  "airssys:wasm/storage-usage@0.1.0": {
    functions: {
      "storage-usage": "func() -> result<usage, storage-error>",
    },
    types: {
      usage: "record { used-bytes: u64, quota-bytes: u64, key-count: u64 }",
      "storage-error":
        "variant { permission-denied(string), quota-exceeded(record { used: u64, quota: u64, requested: u64 }), key-not-found, invalid-key(string), value-too-large(u64), internal-error(string), invalid-argument(string), limit-exceeded(string), conflict }",
    },
  },
  "airssys:wasm/storage-transfer@0.1.0": {
    functions: {
      "storage-export": "func(cursor: option<string>) -> result<chunk, storage-error>",
      "storage-import": "func(lines: string) -> result<u64, storage-error>",
    },
    types: {
      chunk: "record { lines: string, cursor: option<string> }",
      "storage-error":
        "variant { permission-denied(string), quota-exceeded(record { used: u64, quota: u64, requested: u64 }), key-not-found, invalid-key(string), value-too-large(u64), internal-error(string), invalid-argument(string), limit-exceeded(string), conflict }",
    },
  },
  "airssys:wasm/storage-namespaces@0.1.0": {
    functions: {
      "storage-enter": "func(namespace: string) -> result<_, storage-error>",
      "storage-leave": "func() -> result<_, storage-error>",
    },
    types: {
      "storage-error":
        "variant { permission-denied(string), quota-exceeded(record { used: u64, quota: u64, requested: u64 }), key-not-found, invalid-key(string), value-too-large(u64), internal-error(string), invalid-argument(string), limit-exceeded(string), conflict }",
    },
  },
  "airssys:wasm/storage-cipher@0.1.0": {
    functions: {
      seal: "func(key-name: string, plaintext: list<u8>, associated-data: list<u8>) -> result<list<u8>, storage-error>",
      open: "func(key-name: string, sealed: list<u8>, associated-data: list<u8>) -> result<list<u8>, storage-error>",
    },
    types: {
      "storage-error":
        "variant { permission-denied(string), quota-exceeded(record { used: u64, quota: u64, requested: u64 }), key-not-found, invalid-key(string), value-too-large(u64), internal-error(string), invalid-argument(string), limit-exceeded(string), conflict }",
    },
  },
  "wasi:keyvalue/store@0.2.0-draft2": {
    functions: {
      "[method]bucket.get": "func(self: borrow<bucket>, key: string) -> result<option<list<u8>>, error>",
      "[method]bucket.set": "func(self: borrow<bucket>, key: string, value: list<u8>) -> result<_, error>",
      "[method]bucket.delete": "func(self: borrow<bucket>, key: string) -> result<_, error>",
      "[method]bucket.exists": "func(self: borrow<bucket>, key: string) -> result<bool, error>",
      "[method]bucket.list-keys": "func(self: borrow<bucket>, cursor: option<string>) -> result<key-response, error>",
      open: "func(identifier: string) -> result<own<bucket>, error>",
    },
    types: {
      bucket: "resource",
      error: "variant { no-such-store, access-denied, other(string) }",
      "key-response": "record { keys: list<string>, cursor: option<string> }",
    },
  },
  "wasi:keyvalue/atomics@0.2.0-draft2": {
    functions: {
      "[static]cas.new": "func(bucket: borrow<bucket>, key: string) -> result<own<cas>, error>",
      "[method]cas.current": "func(self: borrow<cas>) -> result<option<list<u8>>, error>",
      increment: "func(bucket: borrow<bucket>, key: string, delta: s64) -> result<s64, error>",
      swap: "func(cas: own<cas>, value: list<u8>) -> result<_, cas-error>",
    },
    types: {
      cas: "resource",
      bucket: "resource",
      error: "variant { no-such-store, access-denied, other(string) }",
      "cas-error": "variant { store-error(error), cas-failed(own<cas>) }",
    },
  },
  "wasi:keyvalue/batch@0.2.0-draft2": {
    functions: {
      "get-many":
        "func(bucket: borrow<bucket>, keys: list<string>) -> result<list<tuple<string, option<list<u8>>>>, error>",
      "set-many": "func(bucket: borrow<bucket>, key-values: list<tuple<string, list<u8>>>) -> result<_, error>",
      "delete-many": "func(bucket: borrow<bucket>, keys: list<string>) -> result<_, error>",
    },
    types: {
      bucket: "resource",
      error: "variant { no-such-store, access-denied, other(string) }",
    },
  },
  "wasi:keyvalue/store@0.2.0-draft": {
    functions: {
      "[method]bucket.get": "func(self: borrow<bucket>, key: string) -> result<option<list<u8>>, error>",
      "[method]bucket.set": "func(self: borrow<bucket>, key: string, value: list<u8>) -> result<_, error>",
      "[method]bucket.delete": "func(self: borrow<bucket>, key: string) -> result<_, error>",
      "[method]bucket.exists": "func(self: borrow<bucket>, key: string) -> result<bool, error>",
      "[method]bucket.list-keys": "func(self: borrow<bucket>, cursor: option<u64>) -> result<key-response, error>",
      open: "func(identifier: string) -> result<own<bucket>, error>",
    },
    types: {
      bucket: "resource",
      error: "variant { no-such-store, access-denied, other(string) }",
      "key-response": "record { keys: list<string>, cursor: option<u64> }",
    },
  },
  "wasi:keyvalue/atomics@0.2.0-draft": {
    functions: {
      increment: "func(bucket: borrow<bucket>, key: string, delta: u64) -> result<u64, error>",
    },
    types: {
      bucket: "resource",
      error: "variant { no-such-store, access-denied, other(string) }",
    },
  },
  "wasi:keyvalue/batch@0.2.0-draft": {
    functions: {
      "get-many":
        "func(bucket: borrow<bucket>, keys: list<string>) -> result<list<option<tuple<string, list<u8>>>>, error>",
      "set-many": "func(bucket: borrow<bucket>, key-values: list<tuple<string, list<u8>>>) -> result<_, error>",
      "delete-many": "func(bucket: borrow<bucket>, keys: list<string>) -> result<_, error>",
    },
    types: {
      bucket: "resource",
      error: "variant { no-such-store, access-denied, other(string) }",
    },
  },
};
