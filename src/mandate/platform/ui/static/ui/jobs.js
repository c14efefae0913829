// Jobs that go on meanwhile: their pages follow, and the end of one is told wherever its person is.
// Nobody asked for this, so it keeps no session alive.
const headers = { "X-Mandate-Background": "1" };

let timer = 0;
document.body.addEventListener("mandate:told", (event) => {
  const code = event.detail?.code ?? "";
  if (!code.startsWith("jobs.")) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    for (const part of document.querySelectorAll("[data-jobs]")) window.htmx?.trigger(part, "refresh");
  }, 300);
  const address = document.body.dataset.told;
  if (code === "jobs.ended" && address) {
    window.htmx?.ajax("GET", address, { source: document.body, swap: "none", headers });
  }
});
document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.target.matches?.("[data-jobs]")) Object.assign(event.detail.headers, headers);
});
