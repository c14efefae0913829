// The entry page: <entry-grid> around the form of a report. Without it the form works by itself; with it figures
// are saved and judged by the server while they are typed, and the grid is moved through by keyboard.
import { Counted } from "./counted.js";
import { Kept } from "./kept.js";
import { block, place, preview } from "./paste.js";
import { Row } from "./row.js";

const PAUSE = 600; // ms after the last key
const RETRY = 5_000;

class EntryGrid extends HTMLElement {
  connectedCallback() {
    this.words = JSON.parse(this.dataset.words);
    this.form = this.querySelector("form");
    this.rows = [...this.querySelectorAll("tr[data-indicator]")].map((line) =>
      line.dataset.counted ? new Counted(line) : new Row(line),
    );
    this.fields = this.rows.filter((row) => row.input);
    this.kept = new Kept(this.dataset.user, this.dataset.report);
    this.state = document.getElementById("entry-state");
    this.alarm = this.querySelector("[data-alarm]");
    this.submitter = this.form.querySelector("[value=submit]");
    this.summary = this.querySelector("[data-summary]");
    this.first = this.querySelector("[data-first]");
    this.dialog = this.querySelector("dialog");
    this.answer = JSON.parse(this.dataset.answer);
    this.form.addEventListener("input", (event) => this.typed(event));
    this.form.addEventListener("change", (event) => this.rowOf(event.target) && this.saveSoon(0));
    this.form.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("focusin", (event) => this.entered(event));
    this.form.addEventListener("paste", (event) => this.pasted(event));
    this.form.addEventListener("click", (event) => this.clicked(event));
    this.form.addEventListener("submit", (event) => this.submitted(event), true);
    addEventListener("beforeunload", (event) => this.leaving(event));
    addEventListener("pageshow", (event) => this.shownAgain(event));
    addEventListener("online", () => this.saveSoon(0));
    addEventListener("focus", () => this.blocked && this.saveSoon(0));
    document.body.addEventListener("mandate:told", (event) => this.heard(event));
    this.querySelector("[data-again]").addEventListener("click", () => this.saveSoon(0));
    for (const part of this.querySelectorAll("[data-scripted]")) part.hidden = false;
    for (const part of this.querySelectorAll("[data-plain]")) part.hidden = true;
    const restored = this.kept.restore(this.rows);
    this.show();
    if (restored) this.note(this.words.restored);
    if (this.rows.some((row) => row.waiting)) this.saveSoon(0);
  }

  rowOf(element) {
    const line = element.closest("tr[data-indicator]");
    return line && this.rows.find((row) => row.line === line);
  }

  get dirty() {
    return this.rows.some((row) => row.dirty);
  }

  // Typing and saving

  typed(event) {
    const row = this.rowOf(event.target);
    if (!row) return;
    this.undo = null;
    row.match(event.target);
    this.kept.write(this.rows);
    this.show();
    this.saveSoon(PAUSE);
  }

  saveSoon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  async ask(changes, dry = false) {
    const answer = await fetch(this.dataset.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token() },
      body: JSON.stringify({ language: this.dataset.language, changes, dry }),
    });
    const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    return { status: answer.redirected ? 401 : answer.status, told };
  }

  // After signing in again in another tab the cookie has the new token; the form is brought up to it.
  token() {
    const name = this.dataset.cookie;
    const cookie = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
    const field = this.form.elements.csrfmiddlewaretoken;
    if (cookie) field.value = decodeURIComponent(cookie.slice(name.length + 1));
    return field.value;
  }

  async save() {
    clearTimeout(this.timer);
    if (this.saving) {
      this.again = true;
      return this.saving;
    }
    this.saving = this.exchange();
    const done = await this.saving;
    this.saving = null;
    if (this.again) {
      this.again = false;
      return this.save();
    }
    return done;
  }

  // One exchange with the server; resolves to true when nothing that can be saved is left unsaved.
  async exchange() {
    const sent = this.rows.filter((row) => row.waiting).map((row) => row.change);
    if (sent.length) this.say(this.words.saving);
    let status, told;
    try {
      ({ status, told } = await this.ask(sent));
    } catch {
      return this.failed(this.words.offline, true);
    }
    if (status === 401) return this.failed(this.words.session, false, true);
    if (status >= 500 || status === 429) return this.failed(this.words.away, true);
    if (told.over && !this.dirty) return this.leave();
    if (status !== 200 || told.over) return this.failed(told.error || this.words.refused, false);
    this.blocked = false;
    this.alarm.hidden = true;
    for (const row of this.rows) {
      const figure = told.figures[row.id];
      if (figure) row.apply(figure, sent.find((change) => String(change.indicator) === row.id));
    }
    this.answer = told;
    this.kept.write(this.rows);
    this.show();
    if (this.rows.some((row) => row.waiting)) this.saveSoon(PAUSE);
    return !this.rows.some((row) => row.waiting);
  }

  // Somebody submitted or closed it meanwhile, and nothing of ours is lost: show how it stands.
  leave() {
    if (this.going) return false;
    this.letGo();
    location.reload();
    return false;
  }

  failed(sentence, retry, session = false) {
    this.blocked = true;
    this.kept.write(this.rows);
    this.say(this.words.notSaved);
    this.alarm.hidden = false;
    this.alarm.querySelector("[data-text]").textContent = sentence;
    this.alarm.querySelector("[data-signin]").hidden = !session;
    if (retry) this.saveSoon(RETRY);
    return false;
  }

  // Somebody wrote elsewhere: look what stands now.
  heard(event) {
    const { code, subject } = event.detail ?? {};
    if (this.allowed || (code && !code.startsWith("reporting."))) return;
    if (subject && subject[0] === "report" && String(subject[1]) !== this.dataset.report) return;
    if (!this.saving) this.saveSoon(PAUSE);
  }

  // What is seen

  show() {
    const findings = this.answer.findings;
    let wrong = 0;
    for (const row of this.rows) {
      wrong += row.show(findings.filter((finding) => String(finding.indicators[0]) === row.id), this.words);
    }
    if (this.submitter) this.submitter.disabled = wrong > 0 || !this.answer.ready;
    if (this.summary && this.summary.textContent !== this.answer.summary) this.summary.textContent = this.answer.summary;
    this.first.hidden = !this.answer.first;
    this.first.href = `#${this.answer.first}`;
    if (this.blocked) return;
    this.say(this.rows.some((row) => row.waiting) ? this.words.typed : this.answer.saved);
  }

  say(sentence) {
    if (this.state && this.state.textContent !== sentence) this.state.textContent = sentence;
  }

  note(sentence, undo = false) {
    const line = this.querySelector("[data-note]");
    line.hidden = false;
    line.querySelector("span").textContent = sentence;
    line.querySelector("button").hidden = !undo;
  }

  // Keys

  entered(event) {
    const row = this.rowOf(event.target);
    if (!row || event.target !== row.input) return;
    row.before = row.input.value;
    if (row.input.select) row.input.select();
  }

  key(event) {
    const row = this.rowOf(event.target);
    if (!row || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key === "z" && (event.ctrlKey || event.metaKey) && this.undo) this.takeBack(event);
      return;
    }
    if (event.target !== row.input) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (steps) {
      event.preventDefault();
      const next = this.fields[this.fields.indexOf(row) + steps];
      if (next) next.input.focus();
      else if (event.key === "Enter" && steps > 0) this.submitter?.focus();
    } else if (event.key === "Escape" && row.input.value !== row.before) {
      event.preventDefault();
      row.write(row.before);
      this.kept.write(this.rows);
      this.show();
      this.saveSoon(PAUSE);
    }
  }

  clicked(event) {
    if (event.target.closest("[data-undo]")) return this.takeBack(event);
    if (event.target.closest("[data-first]")) return this.goOn(event);
    const button = event.target.closest("[name=choose]");
    if (!button) return;
    event.preventDefault();
    const row = this.rowOf(button);
    row.settle(button.value.startsWith("mine"));
    row.place.focus();
    this.kept.write(this.rows);
    this.show();
    this.saveSoon(0);
  }

  // To the first field that is missing or wrong: the address stays what it is.
  goOn(event) {
    event.preventDefault();
    document.getElementById(this.answer.first)?.focus();
  }

  // Pasting

  async pasted(event) {
    const row = this.rowOf(event.target);
    const lines = row && event.target === row.input && block(event.clipboardData.getData("text/plain"));
    if (!lines) return;
    event.preventDefault();
    const plan = place(lines, this.rows, row);
    const changes = plan.filled.map((one) => ({ ...one.row.change, text: one.text }));
    let read = {};
    try {
      const { status, told } = await this.ask(changes, true);
      if (status === 200) read = told.figures;
    } catch {
      // without a connection the texts alone are shown; the server reads them when it is back
    }
    if (!(await preview(this.dialog, plan, read, this.words))) return row.input.focus();
    this.undo = plan.filled.map((one) => [one.row, one.row.text]);
    for (const one of plan.filled) one.row.write(one.text);
    this.note(this.words.filled.replace("{count}", plan.filled.length), true);
    this.kept.write(this.rows);
    this.show();
    this.saveSoon(0);
    row.input.focus();
  }

  takeBack(event) {
    event.preventDefault();
    for (const [row, text] of this.undo ?? []) row.write(text);
    this.undo = null;
    this.querySelector("[data-note]").hidden = true;
    this.kept.write(this.rows);
    this.show();
    this.saveSoon(0);
  }

  // Leaving

  async submitted(event) {
    if (this.allowed || (!this.dirty && !this.saving)) return this.letGo();
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    let kept = await this.save();
    while (!kept && this.saving) kept = await this.saving; // what was typed while a save was on its way
    if (kept && !this.dirty) {
      this.letGo();
      this.form.requestSubmit(button?.disabled ? undefined : button);
    }
  }

  // From here the server answers with another page: what is asked in between would find a report that may no
  // longer be written.
  letGo() {
    this.allowed = true;
    clearTimeout(this.timer);
  }

  // The browser kept the page as it was left and shows it again.
  shownAgain(event) {
    if (!event.persisted) return;
    this.allowed = this.going = false;
    this.saveSoon(0);
  }

  leaving(event) {
    if (this.dirty && !this.allowed) event.preventDefault();
    else this.going = true; // somebody follows a link: to load this page again would call them back
  }
}

customElements.define("entry-grid", EntryGrid);
