// Keeps what is being typed in this tab until it is saved, so that an ended session or a lost connection takes
// nothing away: after signing in again, the form comes back as it was. The key tells unit, period and version.
const form = document.querySelector("form[data-keep]");
const key = `mandate:keep:${form.dataset.keep}`;
const fields = [...form.querySelectorAll("textarea")];
const shown = JSON.stringify(fields.map((field) => field.value));

const kept = JSON.parse(sessionStorage.getItem(key) || "null");
// What the server sent back with errors or a preview is newer than what was kept.
if (kept && !form.querySelector("[aria-invalid], .errors") && kept.before === shown) {
  fields.forEach((field, place) => (field.value = kept.texts[place] ?? field.value));
}

form.addEventListener("input", () => {
  sessionStorage.setItem(key, JSON.stringify({ before: shown, texts: fields.map((field) => field.value) }));
});
