// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./stateful.d.ts" />
/// <reference path="./event-handler.d.ts" />
