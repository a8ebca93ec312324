#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { processIo } from "./terminal/process-io.ts";

// Compiling takes a third of the time of a short command. Where nothing can be kept, it goes on without.
enableCompileCache(join(cacheFolder(process.env), "compiled"));
const { runCommand } = await import("./run-command.ts");

process.exitCode = await runCommand(process.argv.slice(2), processIo());
// An input that is still open, or whatever a component has left behind, keeps nobody waiting.
setTimeout(() => process.exit(), 500).unref();
process.stdin.unref?.();
