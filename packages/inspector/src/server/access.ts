import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { refusal } from "./refusal.ts";

/** The names under which a browser on this machine reaches the server. */
const hostsOf = (port: number) => [`127.0.0.1:${port}`, `localhost:${port}`];

/**
 * Refuses requests that were not made to this server by its own page or by a program: a name that leads here by DNS
 * rebinding, and pages of other origins, whatever they know.
 */
export function requireOwnOrigin(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const hosts = hostsOf(port());
    const origin = context.req.header("origin");
    const site = context.req.header("sec-fetch-site");
    if (!hosts.includes(context.req.header("host") ?? "")) return refusal(context, 403, "unexpected Host header");
    if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
      return refusal(context, 403, "requests of other origins are refused");
    if (site === "cross-site" || site === "same-site")
      return refusal(context, 403, "requests of other sites are refused");
    return await next();
  };
}

/** Refuses requests without the token. The comparison takes as long for any other token. */
export function requireToken(token: string): MiddlewareHandler {
  const expected = digest(`Bearer ${token}`);
  return async (context, next) => {
    const given = context.req.header("authorization") ?? "";
    if (timingSafeEqual(digest(given), expected)) return await next();
    return refusal(context, 401, "the token is missing or wrong; open the address that the inspector printed");
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
