// What is typed into a form and not saved is kept on the server, in its writer's own draft (an element that sends the
// form says data-draft); until that is there, in this tab. So an ended session or a lost connection takes nothing
// away: after signing in again, the form comes back as it was. The key tells person and form.
const form = document.querySelector("form[data-keep]");
const line = document.querySelector("[data-draft]");
const { turn, known: opened } = form.elements;
const key = `mandate:keep:${form.dataset.keep}`;
const fields = [...form.querySelectorAll("textarea")];
const typed = () => JSON.stringify(fields.map((field) => field.value));

// What the server knows, what is on its way there, and whether the draft of another window stands in its place.
let known = typed();
let sent = known;
let apart = false;
const kept = JSON.parse(sessionStorage.getItem(key) || "null");
const keep = () => sessionStorage.setItem(key, JSON.stringify({ known, sent, apart, typed: typed() }));

// What the server sent back with errors or a preview is newer than what was kept.
const answered = form.querySelector("[aria-invalid], .errors") || document.querySelector("#preview");
if (kept && !answered && (kept.apart || [kept.known, kept.sent].includes(known)) && kept.typed !== known) {
  JSON.parse(kept.typed).forEach((text, place) => (fields[place].value = text));
  // The draft that the page was opened with is not the one that was typed here: it is not to be replaced unasked.
  if (kept.apart) opened.value = "";
  window.addEventListener("load", () => fields[0].dispatchEvent(new Event("input", { bubbles: true })));
}
form.addEventListener("input", keep);

// Each request has a number of its own, so that one that comes after a later one, or after the saving, is known.
const next = () => (turn.value = Number(turn.value) + 1);
line?.addEventListener("htmx:configRequest", (event) => (event.detail.parameters.turn = next()));
form.addEventListener("submit", () => {
  next();
  apart = false;
  keep();
});

line?.addEventListener("htmx:beforeRequest", () => {
  sent = typed();
  keep();
});
line?.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
  apart = xhr.status === 409;
  if (xhr.status === 200) known = sent;
  keep();
});
// What stands in its place is told where the line is.
line?.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status !== 409) return;
  detail.shouldSwap = true;
  detail.isError = false;
});
