// A block from a spreadsheet: a column of values fills downwards from the field; with labels beside the values,
// each value goes to the indicator of its label. Nothing is written before the person has seen what was read.

const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "d").toLowerCase().replace(/\s+/g, " ").trim();

// The cells of a pasted text; null where it is a single value, which the field takes by itself.
export function block(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  return lines.length > 1 || lines[0].length > 1 ? lines : null;
}

// Pairs of row and text in the order of the rows, and the lines that belong to no row or to one that takes nothing.
export function place(lines, rows, first) {
  const { filled, left } = laid(lines, rows, first);
  const taken = filled.filter(({ row }) => row.input);
  const counted = filled.filter(({ row, text }) => !row.input && text).map(({ row, text }) => `${row.names[0]} · ${text}`);
  return { filled: taken, left: [...counted, ...left] };
}

function laid(lines, rows, first) {
  const labelled = lines.some((cells) => cells.length > 1);
  if (!labelled) {
    const below = rows.slice(rows.indexOf(first));
    return {
      filled: lines.slice(0, below.length).map(([text], at) => ({ row: below[at], text: text.trim() })),
      left: lines.slice(below.length).map(([text]) => text),
    };
  }
  const byName = new Map(rows.flatMap((row) => row.names.map((name) => [fold(name), row])));
  const filled = [];
  const left = [];
  for (const cells of lines) {
    const row = byName.get(fold(cells[0]));
    if (row && !filled.some((one) => one.row === row)) filled.push({ row, text: (cells[1] ?? "").trim() });
    else if (cells.some((cell) => cell.trim())) left.push(cells.join(" · "));
  }
  return { filled, left };
}

// Asks in a dialog whether to fill in; `read` are the server's answers by indicator. Resolves to true or false.
export function preview(dialog, { filled, left }, read, words) {
  const body = dialog.querySelector("tbody");
  body.replaceChildren(
    ...filled.map(({ row, text }) => {
      const line = document.createElement("tr");
      const figure = read[row.id] ?? {};
      const name = Object.assign(document.createElement("th"), { scope: "row", textContent: row.names[0] });
      const pasted = Object.assign(document.createElement("td"), { className: "n", textContent: text || words.empty });
      const means = Object.assign(document.createElement("td"), { textContent: figure.error || figure.shown || "" });
      if (figure.error) means.className = "error";
      pasted.dataset.label = words.pasted;
      means.dataset.label = words.read;
      line.append(name, pasted, means);
      return line;
    }),
  );
  const rest = dialog.querySelector("[data-left]");
  rest.hidden = !left.length;
  rest.querySelector("span").textContent = left.slice(0, 8).join("; ");
  dialog.querySelector("[value=yes]").disabled = !filled.length;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) =>
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true }),
  );
}
