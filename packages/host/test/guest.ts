import { StorageError, type StorageErrorPayload } from "@airssys/protocol";
import type { Binding, HostedResult } from "../src/index.ts";

/**
 * The interfaces of a binding as generated bindings give them to a guest: functions answer their value, or throw their
 * error.
 */
export function guest({ imports }: Binding) {
  return {
    storage: throwing(imports["airssys:wasm/storage@0.1.0"]),
    ranges: throwing(imports["airssys:wasm/storage-ranges@0.1.0"]),
    batch: throwing(imports["airssys:wasm/storage-batch@0.1.0"]),
    ttl: throwing(imports["airssys:wasm/storage-ttl@0.1.0"]),
    transactions: throwing(imports["airssys:wasm/storage-transactions@0.1.0"]),
    watch: throwing(imports["airssys:wasm/storage-watch@0.1.0"]),
    usage: throwing(imports["airssys:wasm/storage-usage@0.1.0"]),
    transfer: throwing(imports["airssys:wasm/storage-transfer@0.1.0"]),
    namespaces: throwing(imports["airssys:wasm/storage-namespaces@0.1.0"]),
    cipher: throwing(imports["airssys:wasm/storage-cipher@0.1.0"] ?? ({} as never)),
  };
}

/** What work is refused with. */
export async function refusal(work: Promise<unknown>): Promise<StorageErrorPayload> {
  const answer = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in answer && answer.error instanceof StorageError) return answer.error.payload;
  throw new Error("expected a refusal", { cause: answer });
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

export function text(value: Uint8Array | undefined): string | undefined {
  return value && decoder.decode(value);
}

type Throwing<Functions> = {
  readonly [Name in keyof Functions]: Functions[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<ValueOf<Awaited<Result>>>
    : never;
};

type ValueOf<Result> = Result extends { readonly tag: "ok"; readonly val: infer Value } ? Value : never;

function throwing<Functions extends object>(functions: Functions): Throwing<Functions> {
  const named = Object.entries(functions).map(([name, call]) => {
    return [name, async (...args: unknown[]) => answered(await call(...args))];
  });
  return Object.fromEntries(named) as Throwing<Functions>;
}

function answered(result: HostedResult<unknown>): unknown {
  if (result.tag === "ok") return result.val;
  throw new StorageError(result.val);
}
