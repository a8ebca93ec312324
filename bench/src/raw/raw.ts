import type { Contestant } from "../contestant.ts";

/** An engine as anybody would use it who does without this project: what the store over it is compared with. */
export interface Raw extends Contestant {
  /** A get of which making the engine's key of a string is a part. The others are given ready-made keys. */
  getEncoding(index: number): void;
  close(): Promise<void>;
}
