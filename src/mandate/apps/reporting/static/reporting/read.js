// A report that is read and not written: it came back, was decided on or taken back elsewhere, and the page shows how
// it stands now. Where something is typed or opened here, the page keeps still and only says that there is news.
const line = document.querySelector("[data-now]");
const { report, version, now } = line.dataset;
const token = JSON.parse(document.body.getAttribute("hx-headers"));

// Nothing is shown anew once the page is on its way to another.
let leaving = false;
for (const name of ["submit", "beforeunload"]) addEventListener(name, () => (leaving = true));
addEventListener("pageshow", () => (leaving = false));

const busy = () =>
  document.querySelector("#main :is(dialog, details)[open]") ||
  [...document.querySelectorAll("#main :is(input, textarea)")].some((field) => field.value !== field.defaultValue);

async function look() {
  // nobody asked for this, so it keeps no session alive
  const headers = { "Content-Type": "application/json", "X-Mandate-Background": "1", ...token };
  let told;
  try {
    told = await (await fetch(now, { method: "POST", headers, body: "{}" })).json();
  } catch {
    return; // without an answer, what is known stays; the stream says when it is back
  }
  if (leaving || !("version" in told) || String(told.version) === version) return;
  if (document.hidden) return; // shown counts as read, so only what somebody looks at is shown anew
  if (busy()) line.hidden = false;
  else location.replace(line.querySelector("a").href); // a form that came back is not sent once more
}

let timer = 0;
function soon() {
  clearTimeout(timer);
  timer = setTimeout(look, 300);
}

document.body.addEventListener("mandate:changed", ({ detail }) => {
  const { code, subject } = detail ?? {};
  if (code && !code.startsWith("reporting.")) return;
  if (!subject || (subject[0] === "report" && String(subject[1]) === report)) soon();
});
document.body.addEventListener("mandate:back", soon);
document.addEventListener("visibilitychange", () => document.hidden || soon());
addEventListener("pageshow", (event) => event.persisted && soon());
