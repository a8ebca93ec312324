/**
 * Makes the generated glue call host functions directly: those that answer at once, and those that a component waits
 * for.
 *
 * For every call of a host function the glue builds two task objects with some seventy fields, promises and closures,
 * which only the asynchrony of the component model itself needs. Every call of an export reads the clock seven times
 * this way. Without it a call that does nothing takes 8 µs instead of 21 to 48, a get 11 instead of 15 to 18, and one
 * that is waited for 13 instead of 27.
 *
 * What such a function does stays as it was generated: whether the instance may be left is checked, errors are lowered,
 * and anything else that is thrown marks the instance as trapped. A function whose text is not what this expects stays
 * as it is, so another version of the generator costs speed and nothing else.
 *
 * @param isLean whether a function, by its name such as `wasi:clocks/monotonic-clock@0.2.12#now`, takes no resource
 * and, if it is not waited for, answers at once.
 */
export function withLeanImports(glue: string, isLean: (name: string) => boolean): string {
  const bindings = new Set(Array.from(glue.matchAll(BINDING), ([, name = ""]) => `_${name}`));
  const lean = new Map<string, LeanFunction>();
  const withBodies = glue.replace(
    TRAMPOLINE,
    (whole, name: string, async: string | undefined, args: string, body: string, imported: string) => {
      const leanBody = isLean(imported) && bindings.has(name) ? leanBodyOf(body) : undefined;
      if (leanBody === undefined) return whole;
      lean.set(name, { isAsync: async !== undefined, componentIndex: leanBody.componentIndex });
      return `const ${name} = ${async ?? ""}function(${args}) {\n${leanBody.text}\n  }\n  ${name}.fnName = '${imported}';`;
    },
  );
  return withBodies.replace(BINDING, (whole, name: string) => boundDirectly(`_${name}`, lean) ?? whole);
}

interface LeanFunction {
  readonly isAsync: boolean;
  readonly componentIndex: string;
}

// The parts of the text that jco-transpile 0.15 generates.
const TRAMPOLINE =
  /const (_trampoline\d+) = (async )?function\(([^)]*)\) \{\n([\s\S]*?)\n {2}\}\n {2}\1\.fnName = '([^']+)';/g;
const TASK =
  /const hostProvided = true;[\s\S]*?getCurrentTask\(\s*(\d+),[\s\S]*?const started = (?:task\.enterSync\(\);|await task\.enter\([\s\S]*?throw new Error\("failed to enter task"\);\s*\})/;
const CALL =
  /_withGlobalCurrentTaskMeta(Async)?\(\{\s*componentIdx: task\.componentIdx\(\),\s*taskID: task\.id\(\),\s*fn: \(\) => _trackHostOperation\(\(\) => (.*)\),\s*\}\)/;
const DEBUG = /_debugLog\((?:'[^']*'|"[^"]*")(?:, \{[^{}]*\})?\);/g;
const END = /task\.(?:resolve\(\[.*\]\)|exit\(\)|setErrored\(err\)|reject\(err\));/g;
/** The glue wraps each function once more before it hands it to the component. */
const BINDING = /let (trampoline\d+) = _\1\.manuallyAsync[\s\S]*?\n {2}\);\n/g;

/** `undefined` if the text is not what this expects. */
function leanBodyOf(body: string): { readonly text: string; readonly componentIndex: string } | undefined {
  const componentIndex = TASK.exec(body)?.[1];
  if (componentIndex === undefined || !CALL.test(body)) return undefined;
  const text = body
    .replace(TASK, `_checkMayLeave(${componentIndex});`)
    .replace(CALL, (_whole, isAsync: string | undefined, call: string) =>
      isAsync === undefined ? call : `_trackHostOperation(() => ${call})`,
    )
    .replace(DEBUG, "")
    .replace(END, "");
  return /\btask\b|\bsubtask\b/.test(text) ? undefined : { text, componentIndex };
}

function boundDirectly(name: string, lean: ReadonlyMap<string, LeanFunction>): string | undefined {
  const known = lean.get(name);
  if (known === undefined) return undefined;
  const { isAsync, componentIndex } = known;
  const bound = isAsync ? `new WebAssembly.Suspending(_suspendingImport(${componentIndex}, ${name}))` : name;
  return `let ${name.slice(1)} = ${bound};\n`;
}
