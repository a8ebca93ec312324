#!/usr/bin/env node
import { createCommand } from "./command/command.ts";

await createCommand().parseAsync();
// What a host has left behind, such as a call that never ends, keeps nobody waiting.
setTimeout(() => process.exit(), 1_000).unref();
