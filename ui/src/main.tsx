// Where the pages begin.
import { render } from "preact";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/parts.css";
import "./styles/pages.css";
import { App } from "./app";
import { follow } from "./route";
import { keepTheme } from "./theme";

keepTheme();
follow();
addEventListener("hashchange", follow);
render(<App />, document.getElementById("app") as HTMLElement);
