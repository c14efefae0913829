// What happened, said once: toasts, errors of requests that htmx made, double submits.
const box = document.getElementById("toasts");

// Shows `text` for a while.
export function toast(text) {
  const line = document.createElement("div");
  line.className = "toast";
  const words = document.createElement("span");
  words.textContent = text;
  line.append(words);
  box?.append(line);
  let timer = setTimeout(() => line.remove(), 12000);
  // Nobody loses it while pointing at it or standing on it.
  for (const name of ["pointerenter", "focusin"]) line.addEventListener(name, () => clearTimeout(timer));
  for (const name of ["pointerleave", "focusout"])
    line.addEventListener(name, () => (timer = setTimeout(() => line.remove(), 6000)));
  return line;
}

// The server asks for a toast with the header  HX-Trigger: {"mandate:toast": {"text": …}}
document.body.addEventListener("mandate:toast", (event) => toast(event.detail.text));

// An answer that is an error still carries a page fragment or a full page: a form with its errors (422) is put
// in its place; of any other only the words are shown, and what was typed stays on the screen.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.body.addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const words = page.querySelector("[data-error-text], h1")?.textContent.trim();
  toast(words || `${event.detail.xhr.status}`);
});
// A request that gives way to a newer one (what is typed into a search goes on) is taken back by ourselves, which is no
// error to be told of, as htmx tells it in the console.
document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const { xhr } = detail;
  xhr.abort = () => {
    detail.error = "";
    XMLHttpRequest.prototype.abort.call(xhr);
  };
});
document.body.addEventListener("htmx:sendError", () => {
  if (document.body.dataset.lost) toast(document.body.dataset.lost);
});

// A form sent twice by a nervous double click is sent once. It can be sent again after a while (the answer may
// have been a file, which leaves the page where it is) and when the page is come back to.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 8000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
