import { once } from "node:events";
import type { WriteStream } from "node:tty";
import { type Io, type Output, ReaderGone } from "./io.ts";

/** Columns of tables that no terminal shows. */
const COLUMNS = 120;

/** The world around this process. The first SIGINT or SIGTERM asks the command to end, the second one ends it. */
export function processIo(): Io {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return {
    out: outputTo(process.stdout),
    err: outputTo(process.stderr),
    input: process.stdin,
    env: process.env,
    signal: controller.signal,
  };
}

function outputTo(stream: WriteStream): Output {
  let isGone = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    isGone = true;
  });
  return {
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns ?? COLUMNS;
    },
    async write(chunk) {
      if (isGone) throw new ReaderGone();
      if (!stream.write(chunk))
        await Promise.race([once(stream, "drain"), once(stream, "close")]).catch(() => undefined);
      if (isGone) throw new ReaderGone();
    },
  };
}
