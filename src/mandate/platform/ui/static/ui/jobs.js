// The pages of jobs follow what goes on. Nobody asked for this, so it keeps no session alive.
const headers = { "X-Mandate-Background": "1" };

let timer = 0;
document.body.addEventListener("mandate:told", (event) => {
  if (!event.detail?.code?.startsWith("jobs.")) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    for (const part of document.querySelectorAll("[data-jobs]")) window.htmx?.trigger(part, "refresh");
  }, 300);
});
document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.target.matches?.("[data-jobs]")) Object.assign(event.detail.headers, headers);
});
