import type { Attributes } from "@opentelemetry/api";
import type { OutcomeCode } from "../operations/outcome.ts";

// The names that OpenTelemetry's conventions for database calls give to what we measure:
// https://opentelemetry.io/docs/specs/semconv/db/
const SYSTEM = "db.system.name";
const NAMESPACE = "db.namespace";
const OPERATION = "db.operation.name";
/** Present on what failed, and on nothing else. */
export const ERROR_TYPE = "error.type";

/** The attributes of metrics and spans for one namespace, or one kind of them. Each set is made once. */
export class AttributeSets {
  /** Without any operation. */
  readonly namespace: Attributes;
  readonly #succeeded = new Map<string, Attributes>();
  readonly #failed = new Map<string, Attributes>();

  constructor(namespace: string) {
    this.namespace = { [SYSTEM]: "airssys", [NAMESPACE]: namespace };
  }

  of(operation: string, outcome: OutcomeCode = "ok"): Attributes {
    const sets = outcome === "ok" ? this.#succeeded : this.#failed;
    const name = outcome === "ok" ? operation : `${operation} ${outcome}`;
    const known = sets.get(name);
    if (known !== undefined) return known;
    const made = { ...this.namespace, [OPERATION]: operation, ...(outcome !== "ok" && { [ERROR_TYPE]: outcome }) };
    sets.set(name, made);
    return made;
  }
}
