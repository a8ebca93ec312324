import type { Attributes } from "@opentelemetry/api";
import type { OutcomeCode } from "../operations/outcome.ts";

// Attribute names of OpenTelemetry's semantic conventions for database calls:
// https://opentelemetry.io/docs/specs/semconv/db/
const NAMESPACE = "db.namespace";
const OPERATION = "db.operation.name";
/** Every metric and span has these. */
export const SYSTEM: Attributes = { "db.system.name": "airssys" };

/** Present only on failed operations. */
export const ERROR_TYPE = "error.type";

/** Returns the attributes of a namespace, without an operation. */
export function namespaceAttributes(namespace: string): Attributes {
  return { ...SYSTEM, [NAMESPACE]: namespace };
}

/** Attributes of metrics and spans for one namespace, or one kind of namespace. Creates each set once and reuses it. */
export class AttributeSets {
  /** The attributes without an operation. */
  readonly namespace: Attributes;
  readonly #succeeded = new Map<string, Attributes>();
  readonly #failed = new Map<string, Attributes>();

  constructor(namespace: string) {
    this.namespace = namespaceAttributes(namespace);
  }

  /** Returns the attributes of an operation and its outcome. */
  get(operation: string, outcome: OutcomeCode = "ok"): Attributes {
    const sets = outcome === "ok" ? this.#succeeded : this.#failed;
    const name = outcome === "ok" ? operation : `${operation} ${outcome}`;
    const known = sets.get(name);
    if (known !== undefined) return known;
    const made = { ...this.namespace, [OPERATION]: operation, ...(outcome !== "ok" && { [ERROR_TYPE]: outcome }) };
    sets.set(name, made);
    return made;
  }
}
