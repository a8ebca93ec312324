import { same } from "../expect/expect.ts";
import { get, has, keys, remove, set } from "../host/storage.ts";
import { type Events, poll, watch } from "../host/watch.ts";
import { again, call, type WrittenLaw } from "../plan/written-law.ts";
import { toBytes, utf8 } from "../values/bytes.ts";

const where = "Watches";
const wit = "wit/storage-watch.wit";

/** While this key exists, the handler fails. */
const FAILING = "failing";
/** The error of a failing handler. */
const REFUSAL = { tag: "key-not-found" };
/** Prefix of the keys under which the handler logs events. */
const LOG = "log/";

/**
 * Number of calls of this instance's handler. Module state is the state of an instance: the law is about what a
 * component keeps in memory.
 */
let handled = 0;

/** The event handler: logs each event in its order, and then fails if it should. */
export function handle(_watch: unknown, { events }: Events): void {
  handled++;
  for (const { key, operation, newValue: value, version } of events) {
    const number = String(keys(LOG).length).padStart(3, "0");
    set(
      `${LOG}${number}`,
      `${operation} ${key} ${value === undefined ? "gone" : String.fromCharCode(...value)} ${version}`,
    );
  }
  if (has(FAILING)) throw REFUSAL;
}

/** Returns the log of the handler without versions, once it has the expected length. */
function readLog(count: number): string[] {
  const all = keys(LOG);
  if (all.length < count) throw again;
  return all.map((key) => String.fromCharCode(...(get(key) ?? toBytes(""))).replace(/ \d+$/, ""));
}

/** Laws of `storage-watch` for components to which events are delivered. */
export const eventLaws: readonly WrittenLaw[] = [
  {
    name: "the host calls the handler with what was committed, soon, and in the order of commits",
    where,
    steps: [
      call(() => void watch("a")),
      call(() => set("a1", "1")),
      call(() => set("b", "unwatched")),
      call(() => set("a2", "2")),
      call(() => void remove("a1")),
      call(() => same("what was delivered", readLog(3), ["set a1 1", "set a2 2", "delete a1 gone"])),
    ],
  },
  {
    name: "what a handler writes is committed as by any call",
    where: wit,
    steps: [
      call(() => void watch("a")),
      call(() => set("a", "1")),
      call(() => void readLog(1)),
      call(() => same("storage-has", has(`${LOG}000`), true)),
    ],
  },
  {
    name: "changes that the handler makes are not delivered to its own instance",
    where,
    steps: [
      call(() => void watch("")),
      call(() => set("a", "1")),
      call(() => same("what was delivered", readLog(1), ["set a 1"])),
      call(() => set("b", "2")),
      call(() => same("what was delivered", readLog(2), ["set a 1", "set b 2"])),
    ],
  },
  {
    name: "when a handler fails, nothing of it is kept, and its events are not delivered again",
    where: wit,
    assumes: ["one-call-is-one-transaction"],
    steps: [
      call(() => void watch("a")),
      call(() => set(FAILING, "")),
      call(() => set("a1", "1")),
      call(() => {
        if (handled === 0) throw again;
        same("storage-keys", keys(LOG), []);
      }),
      call(() => void remove(FAILING)),
      call(() => set("a2", "2")),
      call(() => same("what was delivered", readLog(1), ["set a2 2"])),
    ],
  },
  {
    name: "events that are delivered are not left to poll",
    where: wit,
    steps: [
      call(() => watch("a")),
      call(() => set("a", "1")),
      call((id: number) => {
        same("what was delivered", readLog(1), ["set a 1"]);
        same("storage-poll", poll(id), { events: [], missed: 0 });
        same("storage-get", get("a"), utf8("1"));
      }),
    ],
  },
];
