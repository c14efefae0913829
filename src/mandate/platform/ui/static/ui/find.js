// The field in the top bar that finds everything: a combobox by the pattern of ARIA. What is found comes by htmx into
// the list below it; the arrows choose, Enter goes there (or, with nothing chosen, to the page of all that is found),
// Escape closes. Ctrl-K and "/" lead to the field, unless somebody is typing elsewhere.
const field = document.getElementById("find");
const hints = document.getElementById("find-hints");
const status = document.getElementById("find-status");
const options = () => [...hints.querySelectorAll("[role=option]")];
let chosen = null;

function choose(option) {
  chosen?.setAttribute("aria-selected", "false");
  chosen = option ?? null;
  if (!chosen) return field.removeAttribute("aria-activedescendant");
  chosen.setAttribute("aria-selected", "true");
  chosen.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", chosen.id);
}

function show(open) {
  const list = open && hints.querySelector("[role=listbox]");
  hints.hidden = !(open && hints.firstElementChild);
  field.setAttribute("aria-expanded", list ? "true" : "false");
  if (list) field.setAttribute("aria-controls", list.id);
  else field.removeAttribute("aria-controls");
  choose(null);
}

function step(event, by) {
  if (hints.hidden) show(true);
  const all = options();
  if (!all.length) return;
  event.preventDefault();
  const at = all.indexOf(chosen) + by;
  // One step beyond either end is the field itself, with nothing chosen.
  choose(at < -1 ? all.at(-1) : all[at]);
}

if (field) {
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  show(false);

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter and arrows choose among what an input method offers
    if (event.key === "ArrowDown") step(event, 1);
    else if (event.key === "ArrowUp") step(event, chosen ? -1 : -2);
    else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      chosen.click();
    } else if (event.key === "Escape" && !hints.hidden) {
      event.preventDefault();
      show(false);
    }
  });
  field.addEventListener("focus", () => show(Boolean(field.value.trim())));
  field.addEventListener("input", () => {
    if (field.value.trim()) return;
    hints.replaceChildren();
    show(false);
  });
  field.form.addEventListener("focusout", (event) => {
    if (!field.form.contains(event.relatedTarget)) show(false);
  });
  hints.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
  hints.addEventListener("htmx:afterSwap", () => {
    const here = document.activeElement === field;
    if (!field.value.trim()) hints.replaceChildren();
    show(here);
    if (here) status.textContent = hints.querySelector("[data-said]")?.dataset.said ?? "";
  });
}

const writes = (place) => place.isContentEditable || place.matches?.("input, textarea, select");

document.addEventListener("keydown", (event) => {
  const called = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !writes(event.target);
  if (!(called || slash) || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const way = field?.checkVisibility() ? field : document.getElementById("find-page") ?? document.querySelector("a.find-page");
  if (!way) return;
  event.preventDefault();
  way.focus();
  if (way.localName === "input") way.select();
  else way.click();
});
