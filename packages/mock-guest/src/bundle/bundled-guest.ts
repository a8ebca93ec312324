import { stat } from "node:fs/promises";
import { ComponentizeError } from "@airssys/componentize";
import { guestScript, guestWorld, scriptName } from "@airssys/componentize/script";
import { type DeclaredWorld, declaredWorld, inJavaScript } from "@airssys/runtime/declared";
import { MockError } from "./mock-error.ts";

/** Names a guest and how it is bundled. */
export interface GuestRequest {
  /** Absolute path of its module. */
  readonly entry: string;
  /** Absolute path of a `.wit` file or a folder of them. */
  readonly wit: string;
  /** Needed unless the WIT has exactly one. */
  readonly world: string | undefined;
  /** Conditions under which `exports` of packages are resolved. */
  readonly conditions: readonly string[];
}

/** A guest as one script, with its world. */
export interface GuestBundle {
  readonly entry: string;
  /** Name of its world. */
  readonly world: string;
  /** Name of the script in stack traces and reports. */
  readonly name: string;
  readonly code: string;
  /** Source map, version 3, as JSON. Its sources are relative to the folder of the entry. */
  readonly sourceMap: string;
  /** Names of the interfaces that it imports. */
  readonly imports: readonly string[];
  readonly declared: DeclaredWorld;
  /** Every file that it was bundled from, WIT and code. */
  readonly files: readonly string[];
}

/** A bundled guest as plain data, which can pass from process to process. */
export interface BundledGuest extends Omit<GuestBundle, "declared"> {
  /** The world as component-model bytes, in base64. */
  readonly encodedWorld: string;
  /** State of its files when it was bundled, for `isUpToDate`. */
  readonly state: string;
}

/** Decodes the world of a bundle. */
export function decodeBundle({ encodedWorld, state: _, ...text }: BundledGuest): GuestBundle {
  return { ...text, declared: declaredWorld(Buffer.from(encodedWorld, "base64")) };
}

const kept = new Map<string, Promise<BundledGuest>>();

/**
 * Bundles a guest, or returns the bundle of an earlier call as long as none of its files has changed.
 *
 * @throws ComponentizeError as `componentize` does; MockError `unsupported`
 */
export async function bundleGuest(request: GuestRequest): Promise<BundledGuest> {
  const key = JSON.stringify(request);
  const known = await kept.get(key)?.catch(() => undefined);
  if (known !== undefined && (await isUpToDate(known))) return known;
  const made = make(request);
  kept.set(key, made);
  return made;
}

/** Returns whether no file of a guest has changed since it was bundled. */
export async function isUpToDate({ files, state }: BundledGuest): Promise<boolean> {
  return state === (await readState(files));
}

async function make({ entry, wit, world: name, conditions }: GuestRequest): Promise<BundledGuest> {
  const world = await guestWorld(wit, name);
  requireContract(world.name, world.imports);
  const { imports } = declaredWorld(world.encoded);
  const functions = new Map(world.imports.map((id) => [id, listNames(id, imports)]));
  const script = await guestScript({ entry, world, functions, conditions }).catch(unsupportedAwait);
  const files = [...world.files, ...script.files];
  const encodedWorld = Buffer.from(world.encoded).toString("base64");
  const state = await readState(files);
  return { ...script, entry, world: world.name, name: scriptName(entry, script.code), encodedWorld, files, state };
}

function listNames(from: string, { functions }: DeclaredWorld["imports"]): string[] {
  return functions.filter((each) => each.from === from).map(({ name }) => inJavaScript(name));
}

/** A guest runs as a script, which cannot have a top-level `await`. */
function unsupportedAwait(error: unknown): never {
  if (!(error instanceof ComponentizeError && /top-level await/.test(error.message))) throw error;
  const place = error.location === undefined ? "" : `${error.message.slice(0, error.message.indexOf(": "))}: `;
  const problem = `${place}mock mode cannot wait at the top level of a module: use the mode "memory", or move the await into a function`;
  throw new MockError("unsupported", problem, { cause: error });
}

function requireContract(world: string, imports: readonly string[]): void {
  const others = imports.filter((name) => !name.startsWith("airssys:wasm/"));
  if (others.length === 0) return;
  const problem = `the world "${world}" imports ${others.join(", ")}, which mock mode does not have: use the mode "memory"`;
  throw new MockError("unsupported", problem);
}

async function readState(files: readonly string[]): Promise<string> {
  const states = await Promise.all(
    files.map(async (file) => {
      const { mtimeMs, size, ino } = await stat(file).catch(() => ({ mtimeMs: 0, size: 0, ino: 0 }));
      return `${mtimeMs} ${size} ${ino}`;
    }),
  );
  return states.join();
}
