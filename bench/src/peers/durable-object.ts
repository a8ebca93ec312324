import { join } from "node:path";
import { swallow } from "../black-hole.ts";
import { importPeer, startingPeer } from "./peer-packages.ts";

/** What the object does within one request. */
type ObjectWork =
  /** Answers at once. */
  | "nothing"
  /** So many gets, one after the other. */
  | "gets"
  /** One put of so many entries. The answer leaves once they are on the disk. */
  | "put"
  /** So many puts of one entry, each waited for until it is on the disk. */
  | "synced-puts";

/** The storage of a Durable Object with SQLite, in `miniflare`. */
export interface DurableObject {
  request(work: ObjectWork, first: number, count: number): Promise<void>;
  close(): Promise<void>;
}

interface Module {
  readonly Miniflare: new (options: object) => Miniflare;
}

interface Miniflare {
  readonly ready: Promise<URL>;
  dispatchFetch(url: string): Promise<{ readonly status: number; text(): Promise<string> }>;
  dispose(): Promise<void>;
}

/** @throws PeerError `does-not-run` */
export async function openDurableObject(folder: string, keys: number): Promise<DurableObject> {
  const { Miniflare } = (await importPeer("miniflare")) as Module; // what its documentation says
  const miniflare = new Miniflare({
    modules: true,
    script: workerOf(keys),
    compatibilityDate: "2026-07-01",
    durableObjects: { BOX: { className: "Box", useSQLite: true } },
    durableObjectsPersist: join(folder, "durable-objects"),
    cf: false, // or it asks a server where it is
  });
  await startingPeer("miniflare", () => miniflare.ready);
  return {
    async request(work, first, count) {
      const response = await miniflare.dispatchFetch(`http://box/?work=${work}&first=${first}&count=${count}`);
      const text = await response.text();
      if (response.status !== 200) throw new Error(`the Durable Object answered ${response.status}: ${text}`);
      swallow(Number(text));
    },
    close: () => miniflare.dispose(),
  };
}

/** SQLite does not write what is there already, so every put has another value. */
function workerOf(keys: number): string {
  return `
    const key = (index) => "k/" + String(index % ${keys}).padStart(22, "0");
    let turn = 0;
    function nextValue() {
      const value = new Uint8Array(100).fill(0x61);
      new DataView(value.buffer).setUint32(0, ++turn);
      return value;
    }
    const works = {
      nothing: async () => 0,
      async gets(storage, first, count) {
        let length = 0;
        for (let index = first; index < first + count; index++) length += (await storage.get(key(index))).length;
        return length;
      },
      async put(storage, first, count) {
        const entries = Array.from({ length: count }, (_, offset) => [key(first + offset), nextValue()]);
        await storage.put(Object.fromEntries(entries));
        return count;
      },
      async ["synced-puts"](storage, first, count) {
        for (let index = first; index < first + count; index++) {
          await storage.put(key(index), nextValue());
          await storage.sync();
        }
        return count;
      },
    };
    export class Box {
      constructor(state) { this.storage = state.storage; }
      async fetch(request) {
        const { work, first, count } = Object.fromEntries(new URL(request.url).searchParams);
        return new Response(String(await works[work](this.storage, Number(first), Number(count))));
      }
    }
    export default {
      fetch: (request, { BOX }) => BOX.get(BOX.idFromName("box")).fetch(request),
    };
  `;
}
