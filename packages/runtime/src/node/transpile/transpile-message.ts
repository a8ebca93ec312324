import { LoadError, type LoadErrorCode } from "../../errors/load-error.ts";
import type { HostMode, Transpiled } from "../../transpile/transpile.ts";

// Messages between a host and the process that reads a component, one each way:
//
//   host -> process   mode in one byte, the component to the end of the stream
//   process -> host   length of the head in 4 bytes, the head as JSON, the files one after the other

/** The first byte of a request. */
export const MODES: readonly HostMode[] = ["sync", "async"];

/** Head of an answer. */
type Head =
  | { readonly error: { readonly code: LoadErrorCode; readonly message: string } }
  | { readonly made: Omit<Transpiled, "glue" | "modules">; readonly files: readonly (readonly [string, number])[] };

const GLUE = "glue";
const LENGTH_BYTES = 4;

/** Encodes an answer. */
export function printAnswer({ glue, modules, ...made }: Transpiled): Uint8Array[] {
  const files = [[GLUE, new TextEncoder().encode(glue)] as const, ...Object.entries(modules)];
  const head: Head = { made, files: files.map(([name, bytes]) => [name, bytes.length]) };
  return [printHead(head), ...files.map(([, bytes]) => bytes)];
}

/** Encodes the answer that the component cannot be loaded. */
export function printRefusal({ code, message }: LoadError): Uint8Array {
  return printHead({ error: { code, message } });
}

/**
 * Decodes an answer.
 *
 * @throws LoadError if the answer is a refusal; RangeError or SyntaxError if it is incomplete
 */
export function readAnswer(answer: Buffer): Transpiled {
  const length = answer.readUInt32LE(0);
  const head: Head = JSON.parse(answer.toString("utf8", LENGTH_BYTES, LENGTH_BYTES + length)); // of our own process
  if ("error" in head) throw new LoadError(head.error.code, head.error.message);
  let at = LENGTH_BYTES + length;
  const files = head.files.map(([name, bytes]): [string, Uint8Array] => {
    if (at + bytes > answer.length) throw new RangeError("the answer is incomplete");
    at += bytes;
    return [name, new Uint8Array(answer.subarray(at - bytes, at))];
  });
  const { [GLUE]: glue, ...modules } = Object.fromEntries(files);
  return { ...head.made, glue: new TextDecoder().decode(glue), modules };
}

function printHead(head: Head): Uint8Array {
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, text]);
}
