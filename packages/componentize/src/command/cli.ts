#!/usr/bin/env node
import { createCommand } from "./command.ts";

await createCommand().parseAsync();
