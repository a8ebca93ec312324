import type { GuestStack } from "../guest/guest-stack.ts";
import type { Sink } from "../imports/wasi/streams.ts";
import { type OutputListener, type OutputStreamName, OutputTail } from "./output.ts";
import type { SourceTrace } from "./source-trace.ts";

/** Output of the guests of one instance, one after the other. */
export class GuestOutput {
  readonly #stdout: OutputTail;
  readonly #stderr: OutputTail;
  readonly #mapped: (text: string) => string;
  #errorsOfCall: OutputTail | undefined;

  /** @param trace where positions in stack traces come from. Default: they stay as they are. */
  constructor(componentId: string, stack: GuestStack, listen: OutputListener = () => {}, trace?: SourceTrace) {
    this.#mapped = trace === undefined ? (text) => text : (text) => trace.mapped(text);
    const tell = (stream: OutputStreamName, text: string) =>
      stack.enter(() => listen(componentId, stream, this.#mapped(text)));
    this.#stdout = new OutputTail((text) => tell("stdout", text));
    this.#stderr = new OutputTail((text) => tell("stderr", text));
  }

  get stdout(): string {
    return this.#mapped(this.#stdout.text);
  }

  get stderr(): string {
    return this.#mapped(this.#stderr.text);
  }

  /** The end of the standard error of the current call, or the last one. */
  get errorsOfCall(): string {
    return this.#mapped(this.#errorsOfCall?.text ?? "");
  }

  /** Starts the output of a new call. */
  beginCall(): void {
    this.#errorsOfCall = undefined;
  }

  readonly takeOutput: Sink = (bytes) => this.#stdout.write(bytes);

  readonly takeErrors: Sink = (bytes) => {
    this.#stderr.write(bytes);
    this.#errorsOfCall ??= new OutputTail(() => {});
    this.#errorsOfCall.write(bytes);
  };
}
