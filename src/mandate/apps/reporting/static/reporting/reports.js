// The reports of a unit are fresh when a unit submits. While something is chosen or typed the list keeps still and
// only says that there is news.
import { chosen } from "../ui/many.js";

function refresh(event) {
  const part = document.querySelector("[data-below]");
  if (part) window.htmx?.ajax("GET", location.href, { event, target: part, select: "#below", swap: "outerHTML" });
}

document.addEventListener("click", (event) => event.target.closest("[data-news] button") && refresh(event));

let timer = 0;
document.body.addEventListener("mandate:changed", (event) => {
  if (event.detail?.code && !event.detail.code.startsWith("reporting.")) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const typing =
      document.activeElement?.closest("[data-below] :is(form.filter, textarea)") ||
      document.querySelector("[data-below] textarea")?.value;
    if (!chosen() && !typing) return refresh(event);
    const news = document.querySelector("[data-news]");
    if (news) news.hidden = false;
  }, 800);
});
