// The page shown while the database is away: asks every few seconds and loads the page again once it answers.
// A form is never sent a second time: after a failed POST the person goes back to it.
const line = document.querySelector("[data-retry]");
line.hidden = false;
let wait = 3_000;

async function attempt() {
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (answer.status !== 503) return location.replace(location.href);
  } catch {
    // the server itself is away; keep trying
  }
  wait = Math.min(wait * 1.5, 30_000);
  setTimeout(attempt, wait);
}
setTimeout(attempt, wait);
