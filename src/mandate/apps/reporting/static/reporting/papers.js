// The papers of a report: put anew when somebody else changes them, beside what is being chosen and typed; and
// files that are more together than may be sent at once are told at their field, before they are sent.
const field = document.getElementById("file");

function tooMuch() {
  return [...field.files].reduce((size, file) => size + file.size, 0) > Number(field.dataset.most);
}

function tell() {
  const [wrong, error] = [tooMuch(), document.getElementById("file-error")];
  error.hidden = !wrong;
  error.textContent = wrong ? field.dataset[field.files.length > 1 ? "tooMuch" : "tooLarge"] : "";
  field.closest(".field").toggleAttribute("data-invalid", wrong);
  field.ariaInvalid = wrong ? "true" : null;
}

// Nothing is put anew once the form is on its way: what came of it is told on the page that answers.
let leaving = false;
addEventListener("pageshow", () => (leaving = false));
document.addEventListener(
  "submit",
  (event) => {
    if (field?.form !== event.target || !tooMuch()) return void (leaving = true);
    event.preventDefault();
    event.stopPropagation();
    field.focus();
  },
  true,
);
field?.addEventListener("change", tell);

let timer = 0;
document.body.addEventListener("mandate:told", (event) => {
  const { code, subject } = event.detail ?? {};
  const part = document.getElementById("papers-here");
  if (code && !code.startsWith("reporting.paper_")) return;
  if (subject && (subject[0] !== "report" || String(subject[1]) !== part.dataset.report)) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (leaving) return;
    window.htmx?.ajax("GET", location.pathname, { event, source: part, target: part, select: "#papers-here", swap: "outerHTML" });
  }, 600);
});
