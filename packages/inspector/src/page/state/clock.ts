/** The time of the server, once a second. */
import { computed, signal } from "@preact/signals";
import { clockAheadMs } from "./live.ts";

const ticks = signal(Date.now());

setInterval(() => {
  ticks.value = Date.now();
}, 1_000);

export const now = computed(() => ticks.value + clockAheadMs.value);
