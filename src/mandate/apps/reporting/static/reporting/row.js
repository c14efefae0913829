// One line of the entry grid: its field, its note, and what is said of it. A row knows what the server has
// ("seen", the stored figure) and what stands in the fields; it is dirty where the two differ.
export class Row {
  constructor(line) {
    this.line = line;
    this.id = line.dataset.indicator;
    this.names = [line.dataset.name, line.dataset.code];
    this.input = line.querySelector("[name^=value-]");
    this.note = line.querySelector("[name^=note-]");
    this.none = line.querySelector("[name^=na-]");
    this.memory = line.querySelector("[name^=seen-]");
    this.kept = line.querySelector(".kept");
    this.says = line.querySelector("[data-says]");
    this.choose = line.querySelector(".choose");
    this.stored = { text: line.dataset.text ?? "", note: line.dataset.note };
    this.refused = null; // the text and note that the server would not read
    this.conflict = null; // what somebody else wrote meanwhile
    this.before = this.input?.value; // what stood there when the field was entered
  }

  get text() {
    return this.none.checked ? this.none.value : this.input.value.trim();
  }

  get dirty() {
    return this.text !== this.stored.text || this.note.value.trim() !== this.stored.note;
  }

  // To be sent: dirty, not waiting for a choice, and not what was refused just now.
  get waiting() {
    return this.dirty && !this.conflict && this.refused !== this.fingerprint;
  }

  get fingerprint() {
    return JSON.stringify([this.text, this.note.value.trim()]);
  }

  get change() {
    return { indicator: Number(this.id), seen: JSON.parse(this.memory.value), text: this.text, note: this.note.value.trim() };
  }

  write(text, note = this.note.value) {
    this.none.checked = text !== "" && text === this.none.value;
    this.input.value = text;
    if (this.input.value !== text && this.input.localName === "select") this.input.value = "";
    this.note.value = note;
    this.mark();
  }

  // "Not applicable" by its box and by its word are one and the same.
  match(changed) {
    if (changed === this.none) this.input.value = this.none.checked ? this.none.value : "";
    else if (changed === this.input) this.none.checked = this.input.value.trim() === this.none.value;
    this.mark();
  }

  // Where somebody is brought back to.
  get place() {
    return this.input ?? this.note.closest("details").querySelector("summary");
  }

  mark() {
    this.note.closest("details").classList.toggle("noted", Boolean(this.note.value.trim()));
  }

  // What the server answered about this row; `sent` is the change it answers, if there was one.
  apply(figure, sent) {
    const typed = sent && this.fingerprint !== JSON.stringify([sent.text, sent.note]);
    if (figure.state === "conflict") {
      this.conflict = figure;
    } else if (figure.state === "error") {
      this.refused = JSON.stringify([sent.text, sent.note]);
      this.fault = figure.error;
    } else if (sent || JSON.stringify(figure.seen) !== JSON.stringify(JSON.parse(this.memory.value))) {
      const clean = !this.dirty;
      if (!sent && !clean) return; // somebody wrote here too: the next save of ours finds it out
      this.memory.value = JSON.stringify(figure.seen);
      this.stored = sent ? { text: sent.text, note: sent.note } : { text: figure.text, note: figure.note };
      this.refused = null;
      this.fault = "";
      if (!sent) this.write(figure.text, figure.note);
    }
    if (!typed) this.kept.textContent = figure.said;
  }

  // Keeping mine is written over theirs knowingly; taking theirs forgets mine.
  settle(keepMine) {
    const theirs = this.conflict;
    this.conflict = null;
    this.memory.value = JSON.stringify(theirs.seen);
    this.stored = { text: theirs.text, note: theirs.note };
    if (!keepMine) this.write(theirs.text, theirs.note);
  }

  // Shows errors, findings and conflicts at the row. `findings` are those whose first indicator this is.
  show(findings, words) {
    const lines = findings.map((finding) => [finding.severity === "error" ? "say" : "say hint", finding.sentence]);
    if (this.fault && this.refused === this.fingerprint) lines.unshift(["say", this.fault]);
    if (this.conflict) lines.unshift(["say hint", this.conflict.conflict]);
    const told = lines.map(([kind, sentence]) => `${kind}\n${sentence}`).join("\n");
    if (told !== this.told) {
      this.told = told;
      this.says.replaceChildren(
        ...lines.map(([kind, sentence]) => Object.assign(document.createElement("span"), { className: kind, textContent: sentence })),
      );
    }
    this.choose.hidden = !this.conflict;
    const wrong = lines.some(([kind]) => kind === "say");
    this.input?.toggleAttribute("aria-invalid", wrong);
    if (wrong) this.input?.setAttribute("aria-invalid", "true");
    const state = this.conflict ? "conflict" : wrong ? "error" : lines.length ? "warning" : this.dirty ? "typed" : "";
    this.line.dataset.state = state;
    if (this.dirty && !this.conflict && !wrong) this.kept.textContent = words.typed;
    return wrong || Boolean(this.conflict);
  }
}
