// What happens elsewhere reaches this page: <body data-live="/live/?last=…"> opens a stream of server-sent events,
// which begins with what the page does not show yet.
// Every message becomes the event "mandate:told" on the body, with the message as its detail, and unless it is
// quiet (somebody types figures) "mandate:changed" too; a part of the page that wants to be fresh says
// hx-trigger="mandate:changed from:body". A stream that comes back after a break says "mandate:back": what passes and
// stands in no journal was not heard meanwhile.
const address = document.body.dataset.live;
const LONGEST_WAIT = 60_000;
const CALM = 4_000; // a short break is nobody's business

let last = "";
let wait = 1_000;
let stream = null;
let again = 0;
let notice = 0;
let heard = false;

function say(lost) {
  clearTimeout(notice);
  notice = 0;
  let line = document.getElementById("connection");
  if (!lost) return line?.remove();
  if (line) return;
  line = document.createElement("p");
  line.id = "connection";
  line.className = "connection";
  line.setAttribute("role", "status");
  document.body.append(line);
  line.textContent = document.body.dataset.lost;
}

function changed(event) {
  if (event.lastEventId) last = event.lastEventId;
  let detail;
  try {
    detail = JSON.parse(event.data);
  } catch {
    detail = { text: event.data };
  }
  for (const name of detail.quiet ? ["told"] : ["told", "changed"]) {
    document.body.dispatchEvent(new CustomEvent(`mandate:${name}`, { detail: { ...detail, id: last } }));
  }
}

function connect() {
  clearTimeout(again);
  stream?.close();
  // A new EventSource cannot send Last-Event-ID itself, so the number it saw goes along in the address.
  const url = new URL(address, location.href);
  if (last) url.searchParams.set("last", last);
  stream = new EventSource(url);
  stream.onopen = () => {
    wait = 1_000;
    say(false);
    if (heard) document.body.dispatchEvent(new CustomEvent("mandate:back"));
    heard = true;
  };
  stream.onmessage = changed;
  stream.onerror = () => {
    notice ||= setTimeout(say, CALM, true);
    if (stream.readyState !== EventSource.CLOSED) return; // the browser tries again by itself, with the header
    again = setTimeout(connect, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };
}

// What the page asks for because of such news, nobody asked for: it keeps no session alive.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.triggeringEvent?.type.startsWith("mandate:")) event.detail.headers["X-Mandate-Background"] = "1";
});

if (address) {
  connect();
  addEventListener("online", connect);
  // A page in the browser's cache keeps no connection; a page that comes back opens one.
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (event) => event.persisted && connect());
}
