// What is typed into a form and not saved is kept on the server, in its writer's own draft (an element that sends the
// form says data-draft); until that is there, in this tab. So an ended session or a lost connection takes nothing
// away: after signing in again, the form comes back as it was. The key tells person, form and version.
const form = document.querySelector("form[data-keep]");
const key = `mandate:keep:${form.dataset.keep}`;
const fields = [...form.querySelectorAll("textarea")];
const typed = () => JSON.stringify(fields.map((field) => field.value));

// What the server knows, and what was typed since.
let known = typed();
const kept = JSON.parse(sessionStorage.getItem(key) || "null");
// What the server sent back with errors or a preview is newer than what was kept.
if (kept?.known === known && !form.querySelector("[aria-invalid], .errors")) {
  JSON.parse(kept.typed).forEach((text, place) => (fields[place].value = text));
}

form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify({ known, typed: typed() })));

let sent = known;
document.querySelector("[data-draft]")?.addEventListener("htmx:beforeRequest", () => (sent = typed()));
document.querySelector("[data-draft]")?.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  known = sent;
  sessionStorage.setItem(key, JSON.stringify({ known, typed: typed() }));
});
