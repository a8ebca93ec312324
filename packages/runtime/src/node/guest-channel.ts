import type { HostMessage } from "./guest-message.ts";

/** The way to one guest in a thread or a process. Nothing that comes from there is believed. */
export interface GuestChannel {
  /** The number of the guest among those that share the thread or process. */
  readonly guest: number;
  /** Opens it. Until {@link GuestChannel.end} the listener hears of what comes, and of the end. */
  open(listener: ChannelListener): void;
  /**
   * Begins a start or a call, of which there is one at a time: the program lives until {@link GuestChannel.finish}. A
   * promise if others that share the process have their turn first.
   */
  begin(): Promise<void> | undefined;
  /** The start or call has ended. A program need not live on for a channel on which nothing is under way. */
  finish(): void;
  /** @throws Error if the message holds something that cannot leave the thread. */
  send(message: HostMessage): void;
  /** @throws Error if the value cannot leave the thread. */
  answer(value: unknown): void;
  /** What came next, if it is there within some microseconds. */
  next(): ReceivedMessage | undefined;
  /** Ends the guest, at any instant. Resolves when nothing of it is left, or a bounded time later. */
  end(): Promise<void>;
}

/** Something that came of a guest, whatever it is. */
export interface ReceivedMessage {
  readonly message: unknown;
}

/** Hears a channel. */
export interface ChannelListener {
  heard(message: unknown): void;
  /** @param reason for people: of what the thread or process died. */
  gone(reason: string, cause?: unknown): void;
}
