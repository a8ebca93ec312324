import { eventsOf } from "../host/watch.ts";
import { eventLaws, handle } from "../laws/events.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("storage-events", eventLaws);

/** What the component exports to have events delivered. */
export const storageEvents = {
  handle: (watch: unknown, events: Parameters<typeof eventsOf>[0]) => handle(watch, eventsOf(events)),
};
