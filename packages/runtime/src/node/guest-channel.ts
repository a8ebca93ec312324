import type { HostMessage } from "./guest-message.ts";

/** Connects the host with one guest in a thread or a process. Everything received is untrusted. */
export interface GuestChannel {
  /** Number of the guest within its thread or process. */
  readonly guest: number;
  /**
   * Opens the channel. The listener receives messages, and the death of the thread or process, until {@link
   * GuestChannel.end}.
   */
  open(listener: ChannelListener): void;
  /**
   * Begins a start or a call; one at a time. Keeps the program alive until {@link GuestChannel.finish}. Returns a
   * promise if guests that share the process have their turn first.
   */
  begin(): Promise<void> | undefined;
  /** Ends a start or a call. An idle channel does not keep the program alive. */
  finish(): void;
  /**
   * Sends a start or a call.
   *
   * @throws Error if the message holds something that cannot be sent to the thread or process
   */
  send(message: HostMessage): void;
  /**
   * Answers a question of the guest.
   *
   * @throws Error if the value cannot be sent to the thread or process
   */
  answer(value: unknown): void;
  /** Returns the next message if it arrives within some microseconds. */
  next(): ReceivedMessage | undefined;
  /** Ends the guest, at any time. Resolves when nothing of it is left, or after a bounded time. */
  end(): Promise<void>;
}

/** A received message, not yet checked. */
export interface ReceivedMessage {
  readonly message: unknown;
}

/** Receives the events of a channel. */
export interface ChannelListener {
  onMessage(message: unknown): void;
  /** @param reason why the thread or process died, for people. */
  onGone(reason: string, cause?: unknown): void;
}
