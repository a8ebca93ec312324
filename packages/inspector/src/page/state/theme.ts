/** Light or dark: that of the system, unless this page was switched. */
import { signal } from "@preact/signals";

const STORED_AS = "airssys-inspector-theme";

export const theme = signal<"light" | "dark">("light");

/** Applies what was chosen before, or what the system prefers. */
export function applyTheme(): void {
  const chosen = localStorage.getItem(STORED_AS);
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    theme.value = preferred.matches ? "dark" : "light";
    document.documentElement.dataset.theme = theme.value;
  };
  if (chosen === "light" || chosen === "dark") switchTo(chosen);
  else show();
  preferred.addEventListener("change", () => {
    if (localStorage.getItem(STORED_AS) === null) show();
  });
}

export function switchTheme(): void {
  switchTo(theme.value === "dark" ? "light" : "dark");
}

function switchTo(chosen: "light" | "dark"): void {
  localStorage.setItem(STORED_AS, chosen);
  theme.value = chosen;
  document.documentElement.dataset.theme = chosen;
}
