import { componentIdFault } from "@airssys/protocol";
import * as v from "valibot";
import { keyPatternsFault, sharedNamespaceFault } from "../policy/grant-fault.ts";
import { ACCESS_LEVELS } from "../policy/grants.ts";
import { keyPatternFault } from "../policy/key-pattern.ts";
import { BYTE_SIZE_FORM, parseByteSize } from "./byte-size.ts";
import { DURATION_FORM, parseDuration } from "./duration.ts";

const id = v.pipe(v.string(expected("a string")), followsRule(quotingInput(componentIdFault)));

const version = v.pipe(
  v.string(expected("a string")),
  v.regex(/^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/, expected('a version such as "1.0.0"')),
);

const byteSize = parsedText(BYTE_SIZE_FORM, parseByteSize);
const duration = parsedText(DURATION_FORM, parseDuration);

const access = v.picklist(ACCESS_LEVELS, expected(ACCESS_LEVELS.map((level) => `"${level}"`).join(", ")));

const keys = v.exactOptional(
  v.pipe(
    v.array(
      v.pipe(v.string(expected("a string")), followsRule(quotingInput((text: string) => keyPatternFault(text)))),
      expected("a list of key patterns"),
    ),
    followsRule<string[]>(keyPatternsFault),
  ),
);

const storage = v.strictObject(
  { access, "max-size": v.exactOptional(byteSize), keys },
  unknownSetting("access, max-size and keys"),
);

const namespaces = v.record(
  v.pipe(v.string(), followsRule(sharedNamespaceFault)),
  v.strictObject({ access, keys }, unknownSetting("access and keys")),
  expected("a table of namespaces"),
);

const limits = v.strictObject(
  { memory: v.exactOptional(byteSize), "call-time": v.exactOptional(duration) },
  unknownSetting("memory and call-time"),
);

/** The schema of a parsed `Component.toml`. Each message says what is wrong and what is expected. */
export const manifestSchema = v.strictObject(
  {
    component: v.strictObject(
      { id, version, name: v.optional(v.string()), description: v.optional(v.string()) },
      unknownSetting("id, version, name and description"),
    ),
    permissions: v.optional(
      v.strictObject(
        { storage: v.optional(storage, { access: "none" }), namespaces: v.exactOptional(namespaces) },
        unknownSetting("storage and namespaces"),
      ),
      {},
    ),
    limits: v.exactOptional(limits),
    // Reserved for other tools; the host ignores it.
    metadata: v.optional(v.record(v.string(), v.unknown())),
  },
  unknownSetting("component, permissions, limits and metadata"),
);

/** Schema of a number that is written as text: `form` describes the text, and `parse` reads it. */
function parsedText(form: string, parse: (text: string) => number | undefined) {
  return v.pipe(
    v.string(expected(form)),
    v.rawTransform<string, number>(({ dataset, addIssue, NEVER }) => {
      const value = parse(dataset.value);
      if (value !== undefined) return value;
      addIssue({ message: expected(form)({ received: JSON.stringify(dataset.value) }) });
      return NEVER;
    }),
  );
}

/**
 * Turns `findFault`, which returns the rule that a value breaks, into a schema action. Skips values of a wrong type.
 */
function followsRule<T>(findFault: (value: T) => string | undefined): v.RawCheckAction<T> {
  return v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? findFault(dataset.value) : undefined;
    if (fault !== undefined) addIssue({ message: fault });
  });
}

/** Adds the rejected text to the fault that `findFault` returns. */
function quotingInput(findFault: (text: string) => string | undefined): (text: string) => string | undefined {
  return (text) => {
    const fault = findFault(text);
    return fault && `${fault}, got ${JSON.stringify(text)}`;
  };
}

function expected(what: string): (issue: { received: string }) => string {
  return ({ received }) =>
    received === "undefined" ? `is missing: expected ${what}` : `expected ${what}, got ${received}`;
}

/** Message for a missing table and for an unknown setting in one: Valibot reports both through the same issue. */
function unknownSetting(known: string): (issue: { received: string; expected: string | null }) => string {
  return (issue) => {
    if (issue.expected === "never") return `is not a setting; expected ${known}`;
    return issue.received === "undefined" ? "is missing" : `expected a table with ${known}, got ${issue.received}`;
  };
}
