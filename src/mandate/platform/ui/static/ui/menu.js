// Menus are <details class="menu">: this closes an open one on Escape, on a click elsewhere, and when focus leaves.
const open = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

// On a phone tabs are a strip: bring the chosen one into view.
for (const tabs of document.querySelectorAll(".tabs")) {
  const chosen = tabs.querySelector("[aria-current]");
  if (chosen) tabs.scrollLeft += chosen.getBoundingClientRect().right - tabs.getBoundingClientRect().right;
}

// What is wrong takes the focus, so that a reader hears it first.
document.querySelector(":is(.errors, [role=alert])[tabindex]")?.focus();
