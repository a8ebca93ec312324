import type { Namespaces } from "@airssys/host";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE } from "hono/streaming";
import type { StoreAnswer } from "../api/answers.ts";
import { requireOwnOrigin, requireToken } from "./access.ts";
import { followNamespaces } from "./changes.ts";
import { setHeaders } from "./headers.ts";
import type { PageFile } from "./page-files.ts";
import { type EntriesRequest, readCollections, readEntries, readNamespaces, readValue } from "./read.ts";
import { refusal, refusalOf } from "./refusal.ts";
import { writeEntry, writeRequestOf } from "./write.ts";

/** What the routes are over. */
export interface Served {
  readonly namespaces: Namespaces;
  readonly isWritable: boolean;
  readonly token: string;
  readonly files: ReadonlyMap<string, PageFile>;
  /** The port, once the server listens. */
  readonly port: () => number;
  /** Aborted when the server is closed. */
  readonly closing: AbortSignal;
}

/** Most bytes of a request: the longest value, with every character escaped in JSON. */
const BODY_BYTES_MAX = 8_388_608;

/** Returns the routes of the server: files of the page for everybody on this machine, the store for the token alone. */
export function routesOf(served: Served): Hono {
  const app = new Hono();
  app.onError((error, context) => refusalOf(context, error));
  app.notFound((context) => refusal(context, 404, "there is nothing here"));
  app.use(setHeaders, requireOwnOrigin(served.port));
  app.use("/api/*", requireToken(served.token));
  addReading(app, served);
  addWriting(app, served);
  app.all("/api/*", (context) => refusal(context, 404, "there is no such request"));
  app.get("*", (context) => fileAnswer(context, served.files));
  app.all("*", (context) => refusal(context, 405, "only GET is answered here"));
  return app;
}

function addReading(app: Hono, { namespaces, isWritable, closing }: Served): void {
  app.get("/api/store", (context) => {
    const answer: StoreAnswer = { isWritable, now: Date.now() };
    return context.json(answer);
  });
  app.get("/api/namespaces", async (context) =>
    context.json(await readNamespaces(namespaces, context.req.query("after"))),
  );
  app.get("/api/entries", async (context) => context.json(await readEntries(namespaces, entriesRequest(context))));
  app.get("/api/collections", async (context) =>
    context.json(await readCollections(namespaces, required(context, "namespace"))),
  );
  app.get("/api/entry", async (context) => {
    const [namespace, key] = [required(context, "namespace"), required(context, "key")];
    return context.json(await readValue(namespaces, namespace, key, isWritable));
  });
  app.get("/api/changes", (context) =>
    streamSSE(context, async (stream) => {
      const ending = new AbortController();
      stream.onAbort(() => ending.abort());
      const signal = AbortSignal.any([ending.signal, closing]);
      for await (const answer of followNamespaces(namespaces, signal))
        await stream.writeSSE({ data: JSON.stringify(answer) });
    }),
  );
}

function addWriting(app: Hono, { namespaces, isWritable }: Served): void {
  app.use("/api/write", async (context, next) => {
    if (context.req.method !== "POST") return refusal(context, 405, "a write is a POST");
    if (!isWritable) return refusal(context, 403, "the store is open to be read only");
    if (context.req.header("content-type") !== "application/json") return refusal(context, 415, "a write is JSON");
    return await next();
  });
  const onError = (context: Context) => refusal(context, 413, `a request has at most ${BODY_BYTES_MAX} bytes`);
  app.post("/api/write", bodyLimit({ maxSize: BODY_BYTES_MAX, onError }), async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined);
    return context.json(await writeEntry(namespaces, writeRequestOf(body)));
  });
}

function entriesRequest(context: Context): EntriesRequest {
  const query = context.req.query();
  return {
    namespace: required(context, "namespace"),
    range: { prefix: query.prefix, start: query.start, last: query.last },
    after: query.after,
    limit: query.limit === undefined ? 1_000 : Number(query.limit),
    hasFields: query.fields === "yes",
  };
}

function required(context: Context, name: string): string {
  const value = context.req.query(name);
  if (value !== undefined) return value;
  throw new TypeError(`the request lacks "${name}"`);
}

function fileAnswer(context: Context, files: ReadonlyMap<string, PageFile>): Response {
  const file = files.get(context.req.path);
  return file
    ? context.body(file.bytes, 200, { "content-type": file.type })
    : refusal(context, 404, "there is no such file");
}
