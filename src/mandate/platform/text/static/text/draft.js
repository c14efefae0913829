// What is typed into a form and not saved is kept on the server, in its writer's own draft (an element that sends the
// form says data-draft); until that is there, in this tab. So an ended session or a lost connection takes nothing
// away: after signing in again, the form comes back as it was. The key tells person and form.
const form = document.querySelector("form[data-keep]");
const line = document.querySelector("[data-draft]");
const { turn, seen, known: opened } = form.elements;
const key = `mandate:keep:${form.dataset.keep}`;
const fields = [...form.querySelectorAll("textarea")];
const typed = () => JSON.stringify(fields.map((field) => field.value));

// What the server knows, what is on its way there, whether the draft of another window stands in its place, and over
// which version it was sent to be saved.
let known = typed();
let sent = known;
let apart = Boolean(line?.querySelector("[name=standing]"));
let over = null;
const kept = JSON.parse(sessionStorage.getItem(key) || "null");
const keep = () => {
  const now = { known, sent, apart, over, seen: seen.value, typed: typed() };
  sessionStorage.setItem(key, JSON.stringify(now));
};

// What the server sent back with errors or a preview is newer than what was kept.
const answered = form.querySelector("[aria-invalid], .errors") || document.querySelector("#preview");
// What stands apart and was sent is saved once there is another version; the rest, once the server knows other texts.
const unsaved = ({ apart, over, known: then, sent }) =>
  apart ? [null, form.dataset.version].includes(over) : [then, sent].includes(known);
if (kept && !answered && unsaved(kept) && kept.typed !== known) {
  JSON.parse(kept.typed).forEach((text, place) => (fields[place].value = text));
  // The draft that the page was opened with is not the one that was typed here: it is not to be replaced unasked.
  if (kept.apart) {
    apart = true;
    opened.value = "";
    seen.value = kept.seen;
  }
  window.addEventListener("load", () => fields[0].dispatchEvent(new Event("input", { bubbles: true })));
}
form.addEventListener("input", () => {
  over = null;
  keep();
});

// Each request has a number of its own, so that one that comes after a later one, or after the saving, is known.
const next = () => (turn.value = Number(turn.value) + 1);
line?.addEventListener("htmx:configRequest", (event) => (event.detail.parameters.turn = next()));
form.addEventListener("submit", ({ submitter }) => {
  next();
  over = form.dataset.version; // an answer may never come
  if (submitter?.value === "discard") apart = false;
  keep();
});

line?.addEventListener("htmx:beforeRequest", () => {
  sent = typed();
  keep();
});
line?.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
  // An ended session, a fault or no connection says nothing of whose draft stands there.
  if (xhr.status === 409) apart = true;
  else if (xhr.status === 200) {
    apart = false;
    known = sent;
  }
  keep();
});
// What stands in its place is told where the line is.
line?.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status !== 409) return;
  detail.shouldSwap = true;
  detail.isError = false;
});
