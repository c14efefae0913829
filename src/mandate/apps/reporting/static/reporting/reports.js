// The list of reports that wait: choose every one on the page, say how many are chosen, and be fresh when a unit
// submits. While something is chosen the list keeps still and only says that there is news.
const boxes = () => [...document.querySelectorAll("[data-waiting] [name=report]")];

function count() {
  const chosen = boxes().filter((box) => box.checked).length;
  const line = document.querySelector("[data-chosen]");
  const every = document.querySelector("[data-every]");
  if (line) line.textContent = chosen === 0 ? "" : chosen === 1 ? line.dataset.one : line.dataset.many.replace("{count}", chosen);
  if (every) {
    every.hidden = false;
    every.checked = chosen > 0 && chosen === boxes().length;
    every.indeterminate = chosen > 0 && chosen < boxes().length;
  }
  return chosen;
}

function refresh() {
  const part = document.querySelector("[data-below]");
  if (part) window.htmx?.trigger(part, "refresh");
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-every]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.closest("[data-waiting]")) count();
});
document.addEventListener("click", (event) => event.target.closest("[data-news] button") && refresh());
document.body.addEventListener("htmx:afterSettle", count);

let timer = 0;
document.body.addEventListener("mandate:changed", (event) => {
  if (event.detail?.code && !event.detail.code.startsWith("reporting.")) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const typing = document.activeElement?.closest("[data-below] form.filter");
    if (!count() && !typing) return refresh();
    const news = document.querySelector("[data-news]");
    if (news) news.hidden = false;
  }, 800);
});
count();
