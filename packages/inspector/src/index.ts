export { type Inspector, type InspectorOptions, openInspector } from "./server/open-inspector.ts";
