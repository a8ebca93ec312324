// Program of the process that reads one component and then ends. Started by `contained-transpile.ts`. Whatever a
// component does to the tools happens here.
import { writeSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { LoadError } from "../../errors/load-error.ts";
import { transpile } from "../../transpile/transpile.ts";
import { MODES, printAnswer, printRefusal } from "./transpile-message.ts";

async function answer(): Promise<Uint8Array[]> {
  const request = await buffer(process.stdin);
  const mode = MODES[request[0] ?? 0] ?? "sync";
  try {
    return printAnswer(await transpile(new Uint8Array(request.subarray(1)), mode));
  } catch (error) {
    if (error instanceof LoadError) return [printRefusal(error)];
    throw error;
  }
}

function write(bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSome(bytes.subarray(written));
}

/** Returns 0 if the pipe is full. */
function writeSome(bytes: Uint8Array): number {
  try {
    return writeSync(process.stdout.fd, bytes);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return 0;
    throw error;
  }
}

for (const part of await answer()) write(part);
process.exit(); // whatever the tools still have open
