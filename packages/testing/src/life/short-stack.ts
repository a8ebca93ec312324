/**
 * The address of a module that is its own text, which may be any number of characters long: none of them is a colon.
 */
const DATA_MODULE = /data:text\/javascript;charset=utf-8,[^\s:]*/g;

/**
 * The same error with stack traces that people can read. What joins a component to its host is a module without a file,
 * and test runners, which look up where a module comes from, print all of it for each of its lines.
 */
export function withShortStack(error: unknown): unknown {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each.stack?.includes("data:text/javascript")) each.stack = each.stack.replace(DATA_MODULE, "airssys:glue.js");
  }
  return error;
}
