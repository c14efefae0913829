// What comes into the inbox while a page is open: its counter follows, and what is to be said at once is said.
// Nobody asked for this, so it keeps no session alive.
const address = document.body.dataset.came;
const headers = { "X-Mandate-Background": "1" };

let timer = 0;
function ask() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    window.htmx?.ajax("GET", address, { source: document.body, target: "#inbox-count", swap: "outerHTML", headers });
  }, 300);
}

if (address) {
  // The end of a job stands in the journal, too, from where a page that was away hears it.
  document.body.addEventListener("mandate:told", (event) => {
    if (["notices.came", "jobs.ended"].includes(event.detail?.code)) ask();
  });
  document.body.addEventListener("mandate:back", ask);
}
