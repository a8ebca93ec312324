import type { Batch, Bytes, ScanRange, Write } from "@airssys/backend";
import { assert } from "chai";
import fc from "fast-check";
import { shown } from "../expect/text-bytes.ts";
import { after } from "../expect/walk.ts";
import type { LawContext } from "../law/law.ts";
import { checks, type DrawnCheck, keys, ranges, writes } from "./requests.ts";
import { hex, type SortedModel } from "./sorted-model.ts";

type Command = fc.AsyncCommand<SortedModel, LawContext>;

/** Generates sequences of requests, each of which compares its answer with the model's. */
export function commands(isDurable: boolean, replayPath: string | undefined): fc.Arbitrary<Iterable<Command>> {
  const requests: fc.Arbitrary<Command>[] = [
    fc.tuple(fc.constant([]), writes).map(commitCommand),
    fc.tuple(checks, writes).map(commitCommand),
    keys.map(getCommand),
    fc.array(keys, { maxLength: 5 }).map(getManyCommand),
    ranges.map(scanCommand),
    ranges.map(walkCommand),
    ranges.map(countCommand),
  ];
  if (isDurable) requests.push(fc.constant(reopenCommand));
  return fc.commands(requests, {
    maxCommands: COMMANDS_MAX,
    size: "max", // the default makes most sequences very short
    ...(replayPath !== undefined && { replayPath }),
  });
}

const COMMANDS_MAX = 60;

function command(text: string, run: Command["run"]): Command {
  return { check: () => true, run, toString: () => text };
}

function commitCommand([drawn, writes]: readonly [readonly DrawnCheck[], readonly Write[]]): Command {
  const text = [...drawn.map(shownCheck), ...writes.map(shownWrite)].join(", ");
  return command(`commit(${text})`, async (model, { backend }) => {
    const checks = drawn.map(({ key, asks }) => ({ key, value: asks === "what is there" ? model.valueOf(key) : asks }));
    const batch: Batch = { checks, writes };
    const expected = model.commit(batch);
    assert.equal(await backend.commit(batch), expected, "the answer of commit");
  });
}

function getCommand(key: Bytes): Command {
  return command(`get(${shown(key)})`, async (model, { backend }) => {
    const value = await backend.get(key);
    assert.equal(value && hex(value), model.get(key), "the answer of get");
  });
}

function getManyCommand(keys: readonly Bytes[]): Command {
  return command(`getMany(${keys.map(shown).join(", ")})`, async (model, { backend }) => {
    const values = await backend.getMany(keys);
    assert.deepEqual(
      values.map((value) => value && hex(value)),
      keys.map((key) => model.get(key)),
      "the answer of getMany",
    );
  });
}

function scanCommand(range: ScanRange): Command {
  return command(`scan(${shownRange(range)})`, async (model, { backend }) => {
    assert.deepEqual(await readPage(backend, range), model.scan(range), "the answer of scan");
  });
}

function countCommand({ gte, lt }: ScanRange): Command {
  const bounds = { ...(gte && { gte }), ...(lt && { lt }) };
  return command(`count(${shownRange(bounds)})`, async (model, { backend }) => {
    assert.deepEqual(
      await backend.count(bounds),
      { keys: model.count(bounds), next: undefined },
      "the answer of count",
    );
  });
}

/** Reads all pages of a range. */
function walkCommand(range: ScanRange): Command {
  return command(`walk(${shownRange(range)})`, async (model, { backend }) => {
    for (let rest = range; ; ) {
      const page = await backend.scan(rest);
      const expected = model.scan(rest);
      assert.deepEqual(page.entries.map(shownEntry), expected.entries, "a page of the walk");
      assert.equal(page.isLast, expected.isLast, "isLast of a page of the walk");
      const last = page.entries.at(-1);
      if (page.isLast || last === undefined) return;
      rest = after(range, last.key);
    }
  });
}

const reopenCommand: Command = command("reopen()", async (model, context) => {
  const reopened = await context.reopen();
  assert.deepEqual(await readPage(reopened, {}), model.scan({}), "the contents after the store was opened again");
});

async function readPage(backend: LawContext["backend"], range: ScanRange) {
  const page = await backend.scan(range);
  return { entries: page.entries.map(shownEntry), isLast: page.isLast };
}

function shownEntry({ key, value }: { readonly key: Bytes; readonly value: Bytes }): string {
  return `${hex(key)}=${hex(value)}`;
}

function shownCheck({ key, asks }: DrawnCheck): string {
  return `if ${shown(key)} is ${typeof asks === "string" ? asks : (shown(asks) ?? "absent")}`;
}

function shownWrite(write: Write): string {
  if (write.type === "delete-range") return `delete ${shown(write.gte)} to ${shown(write.lt)}`;
  return write.type === "put" ? `put ${shown(write.key)}=${shown(write.value)}` : `delete ${shown(write.key)}`;
}

function shownRange({ gte, lt, reverse, limit, valueBytesMax }: ScanRange): string {
  return JSON.stringify({ gte: shown(gte), lt: shown(lt), reverse, limit, valueBytesMax });
}
