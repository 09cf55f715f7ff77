// Light or dark: what the system says, until somebody chooses.
import { effect, signal } from "@preact/signals";
import { keep, kept } from "./kept";

export type Theme = "system" | "light" | "dark";
const STORED = "leastwise-theme";

function stored(): Theme {
  const theme = kept("ever", STORED);
  return theme === "light" || theme === "dark" ? theme : "system";
}

export const theme = signal<Theme>("system");

const DARK = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(DARK.matches);

export function isDark(): boolean {
  return theme.value === "system" ? systemDark.value : theme.value === "dark";
}

export function keepTheme(): void {
  theme.value = stored();
  DARK.addEventListener("change", () => (systemDark.value = DARK.matches));
  effect(() => {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    keep("ever", STORED, theme.value === "system" ? null : theme.value);
  });
}

export function nextTheme(): void {
  theme.value = isDark() ? "light" : "dark";
}
