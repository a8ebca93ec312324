#!/usr/bin/env node
import { runCommand } from "./run-command.ts";
import { processIo } from "./terminal/process-io.ts";

process.exitCode = await runCommand(process.argv.slice(2), processIo());
// An input that is still open, or whatever a component has left behind, keeps nobody waiting.
setTimeout(() => process.exit(), 500).unref();
process.stdin.unref?.();
