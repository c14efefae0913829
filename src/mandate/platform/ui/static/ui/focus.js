// Where the focus goes when an action or a fresh part takes away what had it, so that the work goes on from there.

// A page that came of an action: on from where its address leads or the page says [data-onward], hearing what came
// of it; else on from the outcome itself. A form that came back has its errors in focus already (menu.js).
const outcome = document.getElementById("messages");
const told = document.referrer.startsWith(`${location.origin}/`) && outcome?.querySelector("[data-outcome]");
if (told && document.activeElement === document.body) {
  const onward = (location.hash && document.getElementById(location.hash.slice(1))) || document.querySelector("[data-onward]");
  if (onward) {
    onward.setAttribute("aria-describedby", outcome.id);
    onward.addEventListener("blur", () => onward.removeAttribute("aria-describedby"), { once: true });
  }
  stand(onward ?? outcome);
}

function stand(place) {
  if (!place.hasAttribute("tabindex") && place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

// A part that htmx puts anew: to the same link, button or field in it; where there is none, and after turning a
// page, to the part itself. What has an id, htmx finds again by itself.
const same = (one) => [one.localName, one.getAttribute("href"), one.getAttribute("name"), one.getAttribute("value"), one.textContent.trim()].join("\n");

let lost = null;
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const [part, active] = [event.detail.target, document.activeElement];
  if (!part?.id || part === document.body || !part.contains(active)) return;
  lost = { id: part.id, like: active === part || active.closest(".paging, [data-news]") ? null : same(active) };
});
document.body.addEventListener("htmx:afterSettle", () => {
  if (!lost) return;
  const [{ id, like }, part] = [lost, document.getElementById(lost.id)];
  lost = null;
  if (!part || (document.activeElement && document.activeElement !== document.body)) return;
  const found = like && [...part.querySelectorAll("a, button, input, select, summary")].find((one) => same(one) === like);
  stand(found || part);
});
