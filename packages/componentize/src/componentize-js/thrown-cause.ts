// Where an export returns a `result`, whatever it throws is the error that it returns. What does not fit the type of
// that ends the component, with a message about the type alone: the bindings then have an ordinary `Error` in their
// hands, which says what went wrong and where. Here it becomes the `cause` of what they throw, and the engine prints
// it.

const EXPORTED = /^async function export_[^\n]*\{\n[\s\S]*?^\}$/gm;
const CAUGHT = /^ *ret = \{ tag: 'err', val: getErrorPayload\(e\) \};\n *\}$/m;

const BLAME = `
function withCause(problem, thrown) {
  if (thrown !== undefined && problem instanceof contentGlobal.Error && !hasOwnProperty.call(problem, "cause"))
    Object.defineProperty(problem, "cause", { value: thrown.value, configurable: true, writable: true });
  return problem;
}`;

/** The bindings, of which those that cannot return what was thrown tell it. */
export function withBlame(generated: string): string {
  return generated.replace(EXPORTED, blaming) + BLAME;
}

function blaming(exported: string): string {
  if (!CAUGHT.test(exported)) return exported;
  const remembering = exported.replace(CAUGHT, (caught) => `    var thrown = { value: e };\n${caught}\n  try {`);
  return remembering.replace(/\}$/, "  } catch (problem) {\n    throw withCause(problem, thrown);\n  }\n}");
}
