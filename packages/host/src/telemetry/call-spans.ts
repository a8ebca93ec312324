import { context, type Span, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import type { CallEnding } from "../observe/observer.ts";
import type { OutcomeCode } from "../operations/outcome.ts";
import { type AttributeSets, ERROR_TYPE } from "./attributes.ts";

const CALL = "airssys.storage.call";
const COMMIT = "airssys.storage.commit";
/** Attribute: `commit`, or `rollback` if the export trapped or returned an error. */
const ENDING = "airssys.storage.call.ending";
/** Attribute: number of operations of the call. */
const OPERATIONS = "airssys.storage.call.operations";

/** Creates the spans of one component: one for each call, with a child span for its commit. */
export class CallSpans {
  readonly #tracer: Tracer;
  readonly #attributes: AttributeSets;
  #call: Span | undefined;
  #commit: Span | undefined;
  #operations = 0;

  constructor(tracer: Tracer, attributes: AttributeSets) {
    this.#tracer = tracer;
    this.#attributes = attributes;
  }

  /** Starts the span of a call, as a child of the span that is active in the program. */
  begin(): void {
    this.#operations = 0;
    this.#call = this.#tracer.startSpan(CALL, { attributes: this.#attributes.get("call") });
  }

  /** Counts an operation of the call. */
  operation(): void {
    this.#operations++;
  }

  /** Starts the span of the commit. */
  beginCommit(): void {
    if (this.#call === undefined) return;
    const inCall = trace.setSpan(context.active(), this.#call);
    this.#commit = this.#tracer.startSpan(COMMIT, { attributes: this.#attributes.get("commit") }, inCall);
  }

  /** Ends the spans of the call and of its commit. */
  end(ending: CallEnding, outcome: OutcomeCode): void {
    this.#call?.setAttributes({ [ENDING]: ending, [OPERATIONS]: this.#operations });
    for (const span of [this.#commit, this.#call]) {
      if (outcome !== "ok") span?.setAttribute(ERROR_TYPE, outcome).setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
    }
    this.#commit = undefined;
    this.#call = undefined;
  }
}
