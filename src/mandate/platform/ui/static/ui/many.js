// Choosing many rows of a list: every one on the page at once, and how many are chosen.
const form = () => document.querySelector("[data-many]");
const boxes = () => [...(form()?.querySelectorAll("tbody input[type=checkbox]") ?? [])];

export function chosen() {
  return boxes().filter((box) => box.checked).length;
}

function tell() {
  const number = chosen();
  const line = document.querySelector("[data-chosen]");
  const every = document.querySelector("[data-every]");
  if (line) line.textContent = number === 0 ? "" : number === 1 ? line.dataset.one : line.dataset.many.replace("{count}", number);
  if (every) {
    every.hidden = boxes().length === 0; // there may be none left to choose
    every.checked = number > 0 && number === boxes().length;
    every.indeterminate = number > 0 && number < boxes().length;
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-every]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.closest("[data-many]")) tell();
});
document.body.addEventListener("htmx:afterSettle", tell);
tell();
