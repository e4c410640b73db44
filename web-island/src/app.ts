/** Small behaviour of every page: light and dark, keys of the review queue, files dropped on a field. */
const THEME = "whoholds-theme";

function dark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function remembered(): string | null {
  try {
    return localStorage.getItem(THEME);
  } catch {
    return null;
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(THEME, theme);
  } catch {
    // A browser without storage forgets it with the page.
  }
}

function setUpTheme(): void {
  const button = document.querySelector<HTMLButtonElement>("#theme");
  if (!button) return;
  const label = (): void => {
    button.textContent = dark() ? "Light" : "Dark";
    button.setAttribute("aria-label", `Use the ${dark() ? "light" : "dark"} colours`);
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const theme = dark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    remember(theme);
    label();
    window.dispatchEvent(new Event("themechange"));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  label();
}

/** Pages that know the days keep them when one goes from page to page. */
function keepDays(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-keep-days]");
    if (!link) return;
    const address = new URL(link.href);
    const here = new URLSearchParams(location.search);
    for (const name of ["on", "known"]) {
      const day = here.get(name);
      if (day) address.searchParams.set(name, day);
    }
    link.href = address.href;
  });
}

function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}

/**
 * Keys: an element with `data-key="a"` is pressed by that key: within the current item of a `data-queue` (an element
 * with `data-item`), or anywhere on the page if it is outside of one. j and k go to the next and the previous item.
 */
function setUpKeys(): void {
  const items = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-queue] [data-item]")];
  const current = (): HTMLElement | null => {
    const found = document.activeElement?.closest<HTMLElement>("[data-item]") ?? document.querySelector<HTMLElement>("[data-item][aria-current]");
    return found ?? items()[0] ?? null;
  };
  const go = (step: number): void => {
    const list = items();
    const at = list.findIndex((item) => item.hasAttribute("aria-current"));
    const next = list[Math.max(0, Math.min(at + step, list.length - 1))];
    if (!next) return;
    list.forEach((item) => item.removeAttribute("aria-current"));
    next.setAttribute("aria-current", "true");
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) {
      if (event.key === "Escape") (event.target as HTMLElement).blur();
      return;
    }
    if (items().length && (event.key === "j" || event.key === "k")) return go(event.key === "j" ? 1 : -1);
    const selector = `[data-key="${CSS.escape(event.key)}"]`;
    const pressed = current()?.querySelector<HTMLElement>(selector) ?? [...document.querySelectorAll<HTMLElement>(selector)].find((found) => !found.closest("[data-item]"));
    if (!pressed) return;
    event.preventDefault();
    if (pressed instanceof HTMLInputElement || pressed instanceof HTMLSelectElement || pressed instanceof HTMLTextAreaElement) pressed.focus();
    else {
      pressed.click();
      // What a key folds out is written in next.
      if (pressed.tagName === "SUMMARY") pressed.parentElement?.querySelector<HTMLElement>("input:not([type=hidden]), select")?.focus();
    }
  });
}

/** A text file dropped on a `data-drop` field goes into it; nothing is sent before its form is. */
function setUpDrop(): void {
  for (const field of document.querySelectorAll<HTMLTextAreaElement>("textarea[data-drop]")) {
    field.addEventListener("dragover", (event) => {
      event.preventDefault();
      field.classList.add("over");
    });
    field.addEventListener("dragleave", () => field.classList.remove("over"));
    field.addEventListener("drop", (event) => {
      const file = event.dataTransfer?.files[0];
      field.classList.remove("over");
      if (!file) return;
      event.preventDefault();
      void file.text().then((text) => {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
  }
}

/** Shows the rest of a long table once the page has nothing else to do, or somebody asks for it. */
function showWholeTable(): void {
  const table = document.querySelector("#places");
  const show = (): void => table?.classList.add("whole");
  window.addEventListener("beforeprint", show);
  window.addEventListener("load", () => {
    if ("requestIdleCallback" in window) requestIdleCallback(show, { timeout: 4000 });
    else setTimeout(show, 1500); // Safari
  });
  window.addEventListener("scroll", show, { once: true, passive: true });
}

document.documentElement.classList.add("js");
const theme = remembered();
if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
document.addEventListener("DOMContentLoaded", () => {
  setUpTheme();
  keepDays();
  setUpKeys();
  setUpDrop();
  showWholeTable();
});
