import { answersLater } from "../checks/promise-check.ts";
import { invalidArgument } from "../errors/invalid-argument.ts";
import type { Codec } from "./codec.ts";
import { jsonCodec } from "./json-codec.ts";
import type { SchemaIssue, SchemaResult, StandardSchema } from "./standard-schema.ts";
import { stepTo } from "./value-fault.ts";

/**
 * A codec whose values are checked by a schema, before they are stored and when they are read: one of zod, valibot,
 * arktype or any other library that follows [Standard Schema](https://standardschema.dev). The type of the values comes
 * from the schema. `codec` turns what was checked into bytes; JSON unless given.
 *
 * What the schema answers is what is stored and what is read, so defaults are filled in and unknown properties go as
 * the schema says. Reading checks again what writing has checked: a schema that makes another value out of its own
 * answer would change it each time.
 *
 * A value that does not fit is a `StorageError` with the code `invalid-argument` that says where and why, in the words
 * of the schema: where an error leaves the component, so do they, and a schema of secrets had better not quote them. So
 * is a schema that answers later: storage is synchronous.
 *
 * @example
 * ```ts
 * import { schemaCodec, Storage } from "@airssys/storage";
 * import * as v from "valibot";
 *
 * const User = v.object({ name: v.string(), age: v.number() });
 * const users = new Storage({ codec: schemaCodec(User) });
 * users.get("users/ada")?.age; // a number, or a StorageError
 * ```
 */
export function schemaCodec<Input, Output extends Input>(
  schema: StandardSchema<Input, Output>,
  codec: Codec<unknown> = jsonCodec(),
): Codec<Output> {
  return {
    encode: (value) => codec.encode(checked(schema, value)),
    decode: (bytes) => checked(schema, codec.decode(bytes)),
    isOutdated: (bytes) => codec.isOutdated?.(bytes) ?? false,
  };
}

/** Most issues that a message tells. */
const ISSUES_TOLD_MAX = 3;

function checked<Output>(schema: StandardSchema<unknown, Output>, value: unknown): Output {
  const result: SchemaResult<Output> | PromiseLike<unknown> = schema["~standard"].validate(value);
  if (answersLater(result)) {
    result.then(undefined, () => undefined); // what it comes to is of no interest any more
    throw invalidArgument("the schema answers later, and storage is synchronous; use one without asynchronous checks");
  }
  if (!result.issues) return result.value;
  const told = result.issues.slice(0, ISSUES_TOLD_MAX).map(textOf);
  const more = result.issues.length - told.length;
  throw invalidArgument(`the value does not fit the schema: ${told.join("; ")}${more > 0 ? `; and ${more} more` : ""}`);
}

function textOf({ path = [], message }: SchemaIssue): string {
  const steps = path.map((segment) => {
    const key = typeof segment === "object" ? segment.key : segment;
    return typeof key === "number" ? `[${key}]` : stepTo(String(key));
  });
  return `$${steps.join("")} ${message}`;
}
