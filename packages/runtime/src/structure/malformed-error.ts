/** Thrown for bytes that are not a component, or end too early. The message completes "cannot read the component". */
export class MalformedError extends Error {
  override readonly name = "MalformedError";
}
