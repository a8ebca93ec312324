import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { StoreAt } from "@airssys/engines";
import { openHost, parseManifest } from "@airssys/host";
import { load, prepare } from "@airssys/runtime";
import { type FunctionTypes, inJavaScript } from "@airssys/runtime/declared";
import { childProcesses, fileCache } from "@airssys/runtime/node";
import { rootSourceMap } from "@airssys/runtime/source-trace";
import { NotFound, UsageError } from "../command-error.ts";
import { fromJson } from "./json-values.ts";

/** A call of an export, as a command line has it. */
export interface CallRequest {
  readonly component: string;
  readonly manifest: string;
  /** A path such as `count` or `notes.add`. */
  readonly path: string;
  /** Arguments as texts of JSON. */
  readonly args: readonly string[];
  /** The id that the instance runs under; that of the manifest unless given. */
  readonly id: string | undefined;
  readonly seconds: number;
  /** Folder in which transpiled components are kept. They are run as code: it belongs to the user alone. */
  readonly cacheFolder: string;
}

/** Is told what a component prints. */
export type OutputListener = (stream: "stdout" | "stderr", text: string) => void;

/** Calls an export of a component in a process of its own, and returns what it returns. */
export async function callComponent(
  { backend }: StoreAt,
  request: CallRequest,
  onOutput: OutputListener,
): Promise<unknown> {
  const host = await openHost({ backend });
  const manifest = parseManifest(await readFile(request.manifest, "utf8"));
  await mkdir(request.cacheFolder, { recursive: true, mode: 0o700 });
  const cache = fileCache(request.cacheFolder);
  const isolation = childProcesses();
  const transpiled = await prepare(await readFile(request.component), { host, cache, isolation });
  const sourceMap = await readSourceMap(request.component);
  const args = argumentsOf(transpiled.exports, request);
  await using component = await load(transpiled, {
    host,
    manifest,
    isolation,
    callTimeMaxMs: request.seconds * 1_000,
    ...(sourceMap !== undefined && { sourceMap }),
    onOutput: (_id, stream, text) => onOutput(stream, text),
  });
  const instance = await component.start(request.id);
  return await instance.call(request.path, ...args);
}

/** Reads the source map that a build has written beside a component; `undefined` if there is none. */
async function readSourceMap(component: string): Promise<string | undefined> {
  const file = `${component}.map`;
  return existsSync(file) ? rootSourceMap(await readFile(file, "utf8"), dirname(component)) : undefined;
}

function argumentsOf(exports: FunctionTypes, { path, args }: CallRequest): unknown[] {
  const found = exports.functions.find((each) => pathOf(each) === path);
  if (found === undefined) {
    const paths = exports.functions.map(pathOf).join(", ");
    throw new NotFound(`the component exports no ${path}; it exports ${paths || "nothing"}`);
  }
  if (args.length > found.parameters.length)
    throw new UsageError(`${path} takes ${found.parameters.length} arguments, got ${args.length}`);
  return args.map((text, index) => {
    const { name = "", type = -1 } = found.parameters[index] ?? {};
    return fromJson(exports.types, type, parsed(text, name));
  });
}

/** The path of a function: its name, after that of its interface if it is of one. */
function pathOf({ from, name }: FunctionTypes["functions"][number]): string {
  const [, inner] = from === null ? [] : (/\/([^/@]+)(?:@.*)?$/.exec(from) ?? [undefined, from]);
  return inner === undefined ? inJavaScript(name) : `${inJavaScript(inner)}.${inJavaScript(name)}`;
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`"${name}" expected JSON, got ${text}; a text has quotes: '"${text}"'`);
  }
}
