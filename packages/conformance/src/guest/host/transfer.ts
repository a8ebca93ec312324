/// <reference types="@airssys/wit/guest" />
import { storageExport, storageImport } from "airssys:wasm/storage-transfer@0.1.0";
import { answered } from "./refused.ts";

export interface Chunk {
  readonly lines: string;
  readonly cursor: string | undefined;
}

export function exportChunk(cursor?: string): Chunk {
  const chunk = answered(() => storageExport(cursor));
  return { lines: chunk.lines, cursor: chunk.cursor ?? undefined };
}

/** Exports all chunks, one after the other. */
export function exportAll(): string[] {
  const chunks: string[] = [];
  let cursor: string | undefined;
  do {
    const chunk = exportChunk(cursor);
    chunks.push(chunk.lines);
    cursor = chunk.cursor;
  } while (cursor !== undefined && chunks.length < CHUNKS_MAX);
  return chunks;
}

/** More chunks than any law has, so that an endless export ends and fails a later expectation. */
const CHUNKS_MAX = 1_000;

export function importLines(lines: string): number {
  return Number(answered(() => storageImport(lines)));
}
