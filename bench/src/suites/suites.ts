import type { Suite } from "../suite.ts";
import { boundary } from "./boundary.ts";
import { collections } from "./collections.ts";
import { durable } from "./durable.ts";
import { encryption } from "./encryption.ts";
import { engines } from "./engines.ts";
import { expiry } from "./expiry.ts";
import { generators } from "./generators.ts";
import { imports } from "./imports.ts";
import { peers } from "./peers.ts";
import { store } from "./store.ts";
import { tenants } from "./tenants.ts";
import { testing } from "./testing.ts";
import { transfer } from "./transfer.ts";

/** Every suite by the name that the command takes. */
export const SUITES: ReadonlyMap<string, Suite> = new Map([
  ["boundary", boundary],
  ["durable", durable],
  ["store", store],
  ["engines", engines],
  ["expiry", expiry],
  ["transfer", transfer],
  ["imports", imports],
  ["generators", generators],
  ["collections", collections],
  ["encryption", encryption],
  ["testing", testing],
  ["tenants", tenants],
  ["peers", peers],
]);
