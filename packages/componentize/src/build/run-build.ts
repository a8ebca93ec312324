import { type ChildProcess, fork } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { BuildReply, BuildRequest } from "../componentize-js/build-request.ts";

/** True in this repository, where packages run from their sources and their `dist` folders may not exist. */
const isSource = extname(import.meta.url) === ".ts";

/** The end of a build process. */
export interface BuildOutcome {
  readonly reply: BuildReply;
  /** The standard output of the module while its top level ran. */
  readonly output: string;
}

const BUILD_PROCESS = fileURLToPath(import.meta.resolve(`./build-process${extname(import.meta.url)}`));

/** Builds a component in a process of its own, with a temporary folder of its own that is gone afterwards. */
export async function runBuild(request: BuildRequest): Promise<BuildOutcome> {
  const folder = await mkdtemp(join(tmpdir(), "airssys-componentize-"));
  try {
    const temporary = join(folder, "tmp");
    // componentize-js cuts the working directory off paths below it, wrongly for WIT as text: it gets one that is above
    // nothing.
    const workingDirectory = join(folder, "cwd");
    await Promise.all([mkdir(temporary), mkdir(workingDirectory)]);
    const child = fork(BUILD_PROCESS, [], {
      cwd: workingDirectory,
      env: { ...process.env, TMPDIR: temporary, TMP: temporary, TEMP: temporary },
      execArgv: ["--disable-warning=ExperimentalWarning", ...(isSource ? ["--conditions=@airssys/source"] : [])],
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    child.send(request);
    return await outcomeOf(child);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function outcomeOf(child: ChildProcess): Promise<BuildOutcome> {
  const ended = new Promise<string>((resolve) =>
    child.once("close", (code, signal) => resolve(signal ?? `code ${code}`)),
  );
  const parts = [replyOf(child), textOf(child.stdout), textOf(child.stderr), ended] as const;
  const [reply, output, complaints, end] = await Promise.all(parts);
  return { reply: reply ?? { failure: `the build process ended with ${end}\n${complaints}`.trim() }, output };
}

/** The reply, or `undefined` when the process ends without one. */
function replyOf(child: ChildProcess): Promise<BuildReply | undefined> {
  return new Promise((resolve, reject) => {
    child.once("message", (reply: BuildReply) => resolve(reply));
    child.once("disconnect", () => resolve(undefined));
    child.once("error", reject);
  });
}

function textOf(stream: Readable | null): Promise<string> {
  return stream ? text(stream) : Promise.resolve("");
}
