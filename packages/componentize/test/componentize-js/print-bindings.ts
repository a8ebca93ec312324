// A process that prints what the splicer of componentize-js generates for a world. Its arguments are the WIT and the
// name of the world.
import { findUndeclaredDependency } from "../../src/componentize-js/undeclared-dependency.ts";

findUndeclaredDependency();

const { loadSplicer, readEngine } = await import("../../src/componentize-js/toolkit.ts");
const [wit = "", world = ""] = process.argv.slice(2);
const { spliceBindings } = await loadSplicer();
const { jsBindings, exports, imports } = spliceBindings(await readEngine(), ["stdio"], wit, undefined, world, false);
process.stdout.write(JSON.stringify({ jsBindings, exports, imports }));
