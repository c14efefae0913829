// A field for a long text (<c-editor>): buttons and keys that put marks around what is chosen, and a look at how it
// will be. What is put in goes through the browser's own way of typing, so that Ctrl+Z takes it back.
import { stretches, toggled } from "./marks.js";

const before = { heading: "## ", list: "- ", numbers: "1. ", quote: "> " };
const TABLE = "|  |  |\n|---|---|\n|  |  |";

function type(field, from, to, text) {
  field.focus();
  field.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// Bold and italic: on what is chosen, or the word in which the cursor stands.
function putMark(field, kind) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const [first, last] = from < to ? [from, to] : wordAt(value, from);
  if (first === last) return putPair(field, kind);
  const start = value.lastIndexOf("\n\n", first - 1) + 1;
  const end = value.indexOf("\n\n", last);
  const text = value.slice(start, end < 0 ? value.length : end);
  const made = toggled(text, stretches(text, first - start, last - start), kind);
  if (!made) return;
  type(field, start, start + text.length, made.text);
  field.setSelectionRange(start + (from < to ? made.from : made.to), start + made.to);
}

function wordAt(value, at) {
  return [value.slice(0, at).search(/[^\s*|]*$/), at + value.slice(at).search(/[\s*|]|$/)];
}

// Where nothing is chosen: a pair of marks with the cursor between, taken away where it is there.
function putPair(field, kind) {
  const { selectionStart: at, value } = field;
  const around = Math.min(value.slice(0, at).match(/\**$/)[0].length, value.slice(at).match(/^\**/)[0].length);
  const length = kind === "bold" ? 2 : 1;
  if (kind === "bold" ? around >= 2 : around % 2) return type(field, at - length, at + length, "");
  type(field, at, at, "*".repeat(2 * length));
  field.setSelectionRange(at + length, at + length);
}

function putLink(field) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const chosen = value.slice(from, to);
  const address = value.slice(to).match(/^\]\([^)\s]*\)/);
  const there = value[from - 1] === "[" && address;
  if (there) type(field, from - 1, to + address[0].length, chosen);
  else type(field, from, to, `[${chosen}](https://)`);
  const start = there ? from - 1 : from + 1;
  field.setSelectionRange(start, start + chosen.length);
}

function putBefore(field, mark) {
  const { value } = field;
  const from = value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const end = value.indexOf("\n", field.selectionEnd);
  const to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const marked = lines.every((line) => line.startsWith(mark));
  const text = lines.map((line) => (marked ? line.slice(mark.length) : mark + line)).join("\n");
  type(field, from, to, text);
}

function putTable(field) {
  const { value, selectionEnd: at } = field;
  const gap = at === 0 || value.slice(0, at).endsWith("\n\n") ? "" : value[at - 1] === "\n" ? "\n" : "\n\n";
  type(field, at, at, `${gap}${TABLE}\n`);
  field.setSelectionRange(at + gap.length + 2, at + gap.length + 2);
}

function put(field, mark) {
  if (mark === "bold" || mark === "italic") putMark(field, mark);
  else if (mark === "link") putLink(field);
  else if (before[mark]) putBefore(field, before[mark]);
  else putTable(field);
}

// Each field shows how it will look by itself: the button that asks the server for all of them is for pages without script.
for (const part of document.querySelectorAll("[data-plain]")) part.hidden = true;

// Beside what somebody else saved meanwhile: take it whole. Ctrl+Z gives back what stood there.
for (const button of document.querySelectorAll("[data-take]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.take);
    type(field, 0, field.value.length, button.dataset.text);
  });
}

for (const editor of document.querySelectorAll("[data-editor]")) {
  const field = editor.querySelector("textarea");
  const tools = editor.querySelector("[role=toolbar]");
  const preview = editor.querySelector("details");
  const shown = preview.querySelector("[hx-post]");
  const buttons = [...tools.querySelectorAll("[data-mark]")];
  field.before(tools);
  tools.hidden = preview.hidden = false;

  // One stop of the Tab key; the arrows go from button to button.
  const reach = (chosen) => buttons.forEach((button) => (button.tabIndex = button === chosen ? 0 : -1));
  reach(buttons[0]);
  tools.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = buttons.at((buttons.indexOf(event.target) + step) % buttons.length);
    reach(next);
    next.focus();
  });
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mark]");
    if (button) put(field, button.dataset.mark);
  });
  field.addEventListener("keydown", (event) => {
    const mark = { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
    if (!mark || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    put(field, mark);
  });

  let wait = 0;
  const look = () => preview.open && window.htmx.trigger(shown, "preview");
  field.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(look, 300);
  });
  preview.addEventListener("toggle", look);
}
