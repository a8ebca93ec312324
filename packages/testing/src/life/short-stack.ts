/** The URL of a data module, which contains the module's whole text. None of its characters is a colon. */
const DATA_MODULE = /data:text\/javascript;charset=utf-8,[^\s:]*/g;

/**
 * Shortens the stack traces of an error and its causes. The glue between a component and its host is a data module, and
 * stack traces print its whole text in every frame.
 */
export function withShortStack(error: unknown): unknown {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each.stack?.includes("data:text/javascript")) each.stack = each.stack.replace(DATA_MODULE, "airssys:glue.js");
  }
  return error;
}
