// An export that returns a `result` returns what it throws as its error. An ordinary `Error` usually does not have the
// type of that error: the bindings of componentize-js then throw an error about the type, which ends the component and
// loses the first one. Here the first becomes the `cause` of the second, so that the engine prints both.

const EXPORTED = /^async function export_[^\n]*\{\n[\s\S]*?^\}$/gm;
const CAUGHT = /^ *ret = \{ tag: 'err', val: getErrorPayload\(e\) \};\n *\}$/m;

const BLAME = `
function withCause(problem, thrown) {
  if (thrown !== undefined && problem instanceof contentGlobal.Error && !hasOwnProperty.call(problem, "cause"))
    Object.defineProperty(problem, "cause", { value: thrown.value, configurable: true, writable: true });
  return problem;
}`;

/** Returns the bindings, changed so that a thrown error that cannot be returned is the `cause` of the new one. */
export function withBlame(generated: string): string {
  return generated.replace(EXPORTED, blaming) + BLAME;
}

function blaming(exported: string): string {
  if (!CAUGHT.test(exported)) return exported;
  const remembering = exported.replace(CAUGHT, (caught) => `    var thrown = { value: e };\n${caught}\n  try {`);
  return remembering.replace(/\}$/, "  } catch (problem) {\n    throw withCause(problem, thrown);\n  }\n}");
}
