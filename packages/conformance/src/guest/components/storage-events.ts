import { toEvents } from "../host/watch.ts";
import { eventLaws, handle } from "../laws/events.ts";
import { createJudge } from "../plan/written-law.ts";

/** The export `laws` of the component. */
export const laws = createJudge("storage-events", eventLaws);

/** The export `storage-events`, by which events are delivered. */
export const storageEvents = {
  handle: (watch: unknown, events: Parameters<typeof toEvents>[0]) => handle(watch, toEvents(events)),
};
