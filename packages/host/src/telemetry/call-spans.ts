import { context, type Span, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import type { CallEnding } from "../observe/observer.ts";
import type { OutcomeCode } from "../operations/outcome.ts";
import { type AttributeSets, ERROR_TYPE } from "./attributes.ts";

const CALL = "airssys.storage.call";
const COMMIT = "airssys.storage.commit";
/** How the call ended: `commit`, or `rollback` because the export trapped or returned an error. */
const ENDING = "airssys.storage.call.ending";
/** How many operations it made. */
const OPERATIONS = "airssys.storage.call.operations";

/** The spans of one component: one for each call, from its begin to its end, and in it one for the commit. */
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

  /** The span of the call is a child of the one that is active in the program now. */
  begin(): void {
    this.#operations = 0;
    this.#call = this.#tracer.startSpan(CALL, { attributes: this.#attributes.of("call") });
  }

  operation(): void {
    this.#operations++;
  }

  beginCommit(): void {
    if (this.#call === undefined) return;
    const inCall = trace.setSpan(context.active(), this.#call);
    this.#commit = this.#tracer.startSpan(COMMIT, { attributes: this.#attributes.of("commit") }, inCall);
  }

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
