import { componentEmbed, componentNew, componentWit } from "@bytecodealliance/jco-transpile/wasm-tools";
import { ComponentizeError } from "../errors/componentize-error.ts";
import { findWitFault } from "./wit-fault.ts";
import type { WitText } from "./wit-text.ts";

/** A world that makes sense. */
export interface World {
  readonly name: string;
  /** Module specifiers of its imports: `airssys:wasm/storage@0.1.0`, or the plain name of a function of the world. */
  readonly imports: readonly string[];
}

/** A world with everything that it includes written out. */
export interface ResolvedWorld extends World {
  /** The world as WIT, renamed: package `root:component`, world `root`. */
  readonly definition: string;
  /**
   * The world in binary: a core module whose section `component-type` has all of its types.
   */
  readonly encoded: Uint8Array;
}

/** The world of that name, or the only one there is, with all of the WIT checked. */
export async function readWorld(wit: WitText, name: string | undefined): Promise<ResolvedWorld> {
  const chosen = name ?? onlyWorld(wit);
  try {
    const encoded = await encodedWorld(wit.text, chosen);
    const definition = await componentWit(await componentNew(encoded));
    return { name: chosen, imports: importsOf(definition), definition, encoded };
  } catch (cause) {
    throw await witError(wit, chosen, cause);
  }
}

/** Returns the names of the interfaces and functions that a component imports. */
export async function importsOfComponent(component: Uint8Array): Promise<string[]> {
  return importsOf(await componentWit(component));
}

function onlyWorld({ worlds }: WitText): string {
  const [only, ...others] = worlds;
  if (only !== undefined && others.length === 0) return only;
  const problem = only === undefined ? "the WIT has no world" : `say which world, of ${worlds.join(", ")}`;
  throw new ComponentizeError("world-not-found", problem);
}

/**
 * A core module of that world with nothing in it. What the WIT of a component made of it says has every `include` and
 * `use` resolved.
 */
function encodedWorld(text: string, world: string): Promise<Uint8Array> {
  return componentEmbed({ witSource: text, world, dummy: true });
}

/** The printed WIT of a component has one world, its imports on lines of their own, indented by two. */
function importsOf(printed: string): string[] {
  const lines = printed.matchAll(/^ {2}import (?:%?([a-z][\w-]*): |([^;\s]+);)/gm);
  return Array.from(lines, ([, plainName, id]) => plainName ?? id ?? "");
}

async function witError(wit: WitText, world: string, cause: unknown): Promise<ComponentizeError> {
  const problem = messageOf(cause);
  if (problem.startsWith(`World \`${world}\` not found`)) {
    const known = wit.worlds.length > 0 ? `the WIT has ${wit.worlds.join(", ")}` : "the WIT has none";
    return new ComponentizeError("world-not-found", `there is no world "${world}"; ${known}`, { cause });
  }
  const check = async (text: string) => {
    try {
      await componentNew(await encodedWorld(text, world));
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  };
  const offset = await findWitFault(wit.text, wit.ownEnd, problem, check);
  const location = offset === undefined ? undefined : wit.locate(offset);
  // The text after the user's own part is not theirs, so the message must not mention it.
  const seen = offset === wit.ownEnd - 1 ? problem.replace("keyword `package`", "the end of the file") : problem;
  return new ComponentizeError("wit", seen, { location, cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
