// A menu with a field that filters what it offers: the switcher of units and the periods. Once it opens the field has
// the focus; what is typed before the menu has come goes into it. The arrows go through what is offered, and Enter in
// the field opens the first that was found. Escape closes it (menu.js).
const fieldOf = (menu) => menu.querySelector(":scope > .drop input[type=search]");
const offered = (menu) => [...menu.querySelectorAll(":scope > .drop a[href]")];
const opened = () => document.querySelector("details.menu[open]:has(> .drop[hx-get])");
const waits = (menu) => menu.querySelector(":scope > summary") === document.activeElement;
let early = "";

// Not before htmx has seen the field: what it does not know cannot change for it.
function enter(menu) {
  const field = fieldOf(menu);
  if (!field || !waits(menu)) return;
  field.focus();
  if (!early) return;
  field.value += early;
  early = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches?.("details.menu")) return;
    if (target.open) enter(target);
    else early = "";
  },
  true,
);

document.body.addEventListener("htmx:afterSettle", ({ target }) => {
  const menu = target.parentElement;
  if (!menu?.matches("details.menu[open]")) return;
  menu.dataset.come = "";
  enter(menu);
});

document.addEventListener("keydown", (event) => {
  const menu = opened();
  if (!menu || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (waits(menu) && event.key.length === 1 && (event.key !== " " || early)) {
    event.preventDefault();
    early += event.key;
    if ("come" in menu.dataset) enter(menu);
    return;
  }
  const field = fieldOf(menu);
  if (!field) return;
  if (!menu.contains(document.activeElement)) return;
  const ways = offered(menu);
  const at = ways.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? field : ways[Math.min(next, ways.length - 1)])?.focus();
  } else if (event.key === "Enter" && document.activeElement === field) {
    const found = menu.querySelector(":scope > .drop [data-found]");
    if (!field.value.trim()) event.preventDefault();
    else if (found?.dataset.found === field.value.trim() && ways[0]) {
      event.preventDefault();
      ways[0].click();
    }
  }
});
