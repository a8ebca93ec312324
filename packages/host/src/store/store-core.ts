import { type Bytes, batchInside, type Mode, namespaced } from "@airssys/backend";
import type { Limits } from "@airssys/protocol";
import { ChangeFeed } from "./changes/change-feed.ts";
import { GroupCommit } from "./commit/group-commit.ts";
import { cursorSecret } from "./cursor-secret.ts";
import { namespacePrefix } from "./format/namespace-prefix.ts";
import type { Quota } from "./format/usage.ts";
import { type Driver, driveAsync, driverOver, type FairDriver, fairDriverOver } from "./steps/drive.ts";
import { answerOf, type Steps } from "./steps/steps.ts";
import { Turns } from "./steps/turns.ts";
import { requireStoreFormat } from "./store-format.ts";
import { storeLimits } from "./store-limits.ts";
import type { StoreOptions } from "./store-options.ts";
import type { TransactionPolicy } from "./transaction/transaction.ts";
import { Transactor } from "./transaction/transactor.ts";

/** What stores for embedders and bindings for components are both made of. */
export interface StoreCore<M extends Mode> {
  readonly limits: Limits;
  /** By which the store knows its own cursors. */
  readonly cursorSecret: Bytes;
  /** Merges commits that overlap in time. */
  readonly groupCommit: GroupCommit;
  /** Runs steps over the whole backend. */
  readonly drive: Driver<M>;
  /** The same for steps that may have to wait for something else than the backend. */
  readonly driveWaiting: Driver<"async">;
  /** Runs steps over a namespace without keeping the thread for long. @throws RangeError if the name is none */
  fairDriver(name: string): FairDriver;
  /** Runs transactions over a namespace. @throws RangeError if the name is none */
  transactor(name: string, quota?: Partial<Quota>): Transactor<M>;
  /** The same, with commits that share a sync with others that overlap in time. */
  groupedTransactor(name: string, quota?: Partial<Quota>): Transactor<"async">;
}

/**
 * Opens a backend as a store, and makes an empty one a store. @throws StoreFormatError; RangeError for limits that are
 * off
 */
export function* openCore<M extends Mode>(options: StoreOptions<M>): Steps<StoreCore<M>> {
  const limits = storeLimits(options.limits ?? {}, options.backend);
  yield* requireStoreFormat();
  return new Core(options, limits, yield* cursorSecret());
}

class Core<M extends Mode> implements StoreCore<M> {
  readonly limits: Limits;
  readonly cursorSecret: Bytes;
  readonly groupCommit: GroupCommit;
  readonly drive: Driver<M>;
  readonly driveWaiting: Driver<"async">;
  readonly #options: StoreOptions<M>;
  readonly #namespaces = new Map<string, Shared>();

  constructor(options: StoreOptions<M>, limits: Limits, secret: Bytes) {
    this.limits = limits;
    this.cursorSecret = secret;
    this.#options = options;
    this.groupCommit = new GroupCommit(options.backend);
    this.drive = driverOver(options.backend);
    this.driveWaiting = (steps) => driveAsync((request) => answerOf(options.backend, request), steps);
  }

  fairDriver(name: string): FairDriver {
    return fairDriverOver(namespaced(this.#options.backend, namespacePrefix(name)));
  }

  transactor(name: string, quota: Partial<Quota> = {}): Transactor<M> {
    const view = namespaced(this.#options.backend, namespacePrefix(name));
    return new Transactor(driverOver(view), this.#policy(name, quota));
  }

  groupedTransactor(name: string, quota: Partial<Quota> = {}): Transactor<"async"> {
    const driver = this.#groupedDriver(namespacePrefix(name));
    return new Transactor(driver, this.#policy(name, quota), this.#shared(name).turns);
  }

  /** Reads as any other; commits wait for the next round. */
  #groupedDriver(prefix: Bytes): Driver<"async"> {
    const view = namespaced(this.#options.backend, prefix);
    return (steps) =>
      driveAsync((request) => {
        if (request.type === "commit") return this.groupCommit.submit(batchInside(prefix, request.batch));
        return answerOf(view, request);
      }, steps);
  }

  #policy(name: string, { bytes = UNLIMITED, keys = UNLIMITED }: Partial<Quota>): TransactionPolicy {
    if (!(bytes >= 0 && keys >= 0))
      throw new RangeError(`"quota" expected bytes and keys from 0, got ${bytes}, ${keys}`);
    return { quota: { bytes, keys }, clock: this.#options.clock ?? Date.now, feed: this.#shared(name).feed };
  }

  #shared(name: string): Shared {
    const shared = this.#namespaces.get(name) ?? { turns: new Turns(), feed: new ChangeFeed() };
    this.#namespaces.set(name, shared);
    return shared;
  }
}

/** What all who use a namespace have in common. */
interface Shared {
  readonly turns: Turns;
  readonly feed: ChangeFeed;
}

const UNLIMITED = Number.MAX_SAFE_INTEGER;
