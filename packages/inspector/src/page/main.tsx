/** The page: shows a store that a server on this machine reads. */
import { render } from "preact";
import "./style/base.css";
import "./style/frame.css";
import "./style/entries.css";
import "./style/entry.css";
import "./style/narrow.css";
import { keepUp } from "./state/entries.ts";
import { listenToKeys } from "./state/keyboard.ts";
import { follow } from "./state/live.ts";
import { applyTheme } from "./state/theme.ts";
import { keepValue } from "./state/value.ts";
import { App } from "./view/app.tsx";

applyTheme();
listenToKeys();
keepUp();
keepValue();
render(<App />, document.body);
void follow();
