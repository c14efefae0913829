// What was typed and is not on the server yet, kept in this browser for this person and this report, so that an
// ended session, a lost connection or a closed window loses nothing.
export class Kept {
  constructor(user, report) {
    this.key = `mandate-entry:${user}:${report}`;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) || {};
    } catch {
      return {};
    }
  }

  // Keeps every dirty row, with what its writer had seen.
  write(rows) {
    const typed = Object.fromEntries(rows.filter((row) => row.dirty).map((row) => [row.id, row.change]));
    try {
      if (Object.keys(typed).length) localStorage.setItem(this.key, JSON.stringify(typed));
      else localStorage.removeItem(this.key);
    } catch {
      // a full or forbidden store: the page itself still holds what was typed
    }
  }

  // Puts what was kept back into its fields; tells whether there was anything that the server does not have.
  restore(rows) {
    const typed = this.read();
    let restored = 0;
    for (const row of rows) {
      const change = typed[row.id];
      if (!change || (change.text === row.stored.text && change.note === row.stored.note)) continue;
      row.memory.value = JSON.stringify(change.seen);
      row.write(change.text, change.note);
      restored += 1;
    }
    return restored;
  }
}
