// Menus are <details class="menu">: this closes an open one on Escape, on a click elsewhere, and when focus leaves.
// <details class="notepad"> lie in the page and push what follows them: they close on Escape and on a click elsewhere,
// which keeps what was typed in them, but not when focus leaves, since the button just pressed would move away. One in
// which something is wrong stays open.
const menus = () => document.querySelectorAll("details.menu[open]");
const pads = () => document.querySelectorAll("details.notepad[open]:not(:has([aria-invalid=true]))");

document.addEventListener("click", (event) => {
  for (const one of [...menus(), ...pads()]) if (!one.contains(event.target)) one.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const one of [...menus(), ...pads()]) {
    const inside = one.contains(document.activeElement);
    one.open = false;
    if (inside) one.querySelector("summary").focus();
  }
});

// Opened by whoever wants to write in it: they go on in its field.
let pressed = null;
document.addEventListener("click", (event) => (pressed = event.target.closest("summary")?.parentElement ?? null));
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target === pressed && target.open && target.matches(".notepad, .returning")) target.querySelector("textarea")?.focus();
  },
  true,
);

document.addEventListener("focusin", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

// On a phone tabs are a strip: bring the chosen one to its middle, away from the edges that fade (edges.js); again once
// the letters have come, which change the widths.
function bringChosen() {
  for (const tabs of document.querySelectorAll(".tabs")) {
    const chosen = tabs.querySelector("[aria-current]");
    if (!chosen) continue;
    const [own, all] = [chosen.getBoundingClientRect(), tabs.getBoundingClientRect()];
    tabs.scrollLeft += own.left + own.width / 2 - (all.left + all.width / 2);
  }
}
bringChosen();
document.fonts?.ready.then(bringChosen);

// What is wrong takes the focus, so that a reader hears it first and everybody sees it: the summary of a form that came
// back, or where it has none, its first field with an error. A draft that is opened anew has been refused by nobody.
const wrong = document.querySelector(":is(.errors, [role=alert])[tabindex]") ?? document.querySelector("main [aria-invalid=true]:not(entry-grid *)");
for (let fold = wrong?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
wrong?.focus();
