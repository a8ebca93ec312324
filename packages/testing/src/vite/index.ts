export {
  airssysTesting,
  type ConfigBefore,
  type GuestPlugin,
  type LoadContext,
  type LoadedModule,
  type VitestContext,
} from "./plugin.ts";
