// What is typed into a form and not saved is kept on the server, in its writer's own draft (an element that sends the
// form says data-draft); until that is there, in this tab. So an ended session or a lost connection takes nothing
// away: after signing in again, the form comes back as it was. The key tells person, form and version.
const form = document.querySelector("form[data-keep]");
const key = `mandate:keep:${form.dataset.keep}`;
const fields = [...form.querySelectorAll("textarea")];
const typed = () => JSON.stringify(fields.map((field) => field.value));

// What the server knows, what is on its way there, and what was typed since.
let known = typed();
let sent = known;
const kept = JSON.parse(sessionStorage.getItem(key) || "null");
// What the server sent back with errors or a preview is newer than what was kept.
if (kept && [kept.known, kept.sent].includes(known) && !form.querySelector("[aria-invalid], .errors")) {
  JSON.parse(kept.typed).forEach((text, place) => (fields[place].value = text));
}

const keep = () => sessionStorage.setItem(key, JSON.stringify({ known, sent, typed: typed() }));
form.addEventListener("input", keep);

document.querySelector("[data-draft]")?.addEventListener("htmx:beforeRequest", () => {
  sent = typed();
  keep();
});
document.querySelector("[data-draft]")?.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  known = sent;
  keep();
});
