#!/usr/bin/env node
import { createCommand } from "./command/command.ts";

await createCommand().parseAsync();
