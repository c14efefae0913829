// One line of the entry grid whose figure Mandate counts: it shows what is counted now, and takes a note alone.
import { Row } from "./row.js";

export class Counted extends Row {
  constructor(line) {
    super(line);
    this.value = line.querySelector("[data-shown]");
  }

  get text() {
    return "";
  }

  write(_text, note = this.note.value) {
    this.note.value = note;
    this.mark();
  }

  apply(figure, sent) {
    super.apply(figure, sent);
    this.value.textContent = figure.shown;
    if (!this.dirty) this.kept.textContent = ""; // that it is counted stands above
  }
}
