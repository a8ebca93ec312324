export { airssysTesting, type GuestPlugin, type LoadContext, type LoadedModule } from "./plugin.ts";
