// The frame around every page: where one is, where one can go, light or dark.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { link, route } from "../route";
import { isDark, nextTheme } from "../theme";
import { Icon, type IconName } from "./icon";
import { TokenDialog } from "./token_dialog";

const PAGES: { page: string; title: string; icon: IconName; also: string[] }[] = [
  { page: "overview", title: "Overview", icon: "overview", also: ["principal"] },
  { page: "studio", title: "Policy studio", icon: "studio", also: [] },
  { page: "logs", title: "Logs", icon: "logs", also: [] },
  { page: "catalogue", title: "Catalogue", icon: "catalogue", also: [] },
];

export function Frame({ children }: { children: ComponentChildren }) {
  const { page, rest } = route.value;
  const place = link(page, ...rest);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  // Who reads by ear is told that the page is another one; not when the first one opens.
  useLayoutEffect(() => {
    if (!first.current) main.current?.focus({ preventScroll: true });
    if (!first.current) window.scrollTo(0, 0);
    first.current = false;
  }, [place]);
  const dark = isDark();
  return (
    <div class="frame">
      <a
        class="skip button"
        href="#main"
        onClick={(event) => {
          // The part behind `#` names the page, so the address stays as it is.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <header class="side">
        <a class="brand" href={link("overview")}>
          <Mark />
          Leastwise
        </a>
        <nav class="nav" aria-label="Pages">
          {PAGES.map((each) => (
            <a key={each.page} href={link(each.page)} aria-current={each.page === page || each.also.includes(page) ? "page" : undefined}>
              <Icon name={each.icon} />
              {each.title}
            </a>
          ))}
        </nav>
        <div class="foot">
          <button type="button" class="button quiet low" onClick={nextTheme}>
            <Icon name={dark ? "sun" : "moon"} />
            {dark ? "Light" : "Dark"}
            <span class="unseen"> theme</span>
          </button>
        </div>
      </header>
      <main class="content" id="main" tabIndex={-1} ref={main}>
        {children}
      </main>
      <TokenDialog />
    </div>
  );
}

function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="currentColor" />
      <path d="M8 9h16M8 16h10M8 23h5" class="mark" stroke-width="3.4" stroke-linecap="round" />
    </svg>
  );
}
