// Bold and italic words in Markdown: the stars of a text are read as CommonMark pairs them, a stretch is changed, and
// the text is written anew, so that a mark within a mark, or one put on twice, never breaks another.
const SIGNS = { bold: "**", italic: "*" };
const KINDS = Object.keys(SIGNS);
const isSpace = (text) => !text || /\s/u.test(text);
const isPunctuation = (text) => /[\p{P}\p{S}]/u.test(text);

// A piece may begin or end with a sign that is two units of a text, as an emoji.
const firstOf = (piece) => [...(piece?.text ?? "")][0] ?? "";
const lastOf = (piece) => [...(piece?.text ?? "")].at(-1) ?? "";

// The text as pieces, each with its place and what it is; stars that pair are none.
function read(text) {
  const pieces = [];
  for (const { 0: found, index: at } of text.matchAll(/\\[^\n]|\*+|[^]/gu)) {
    pieces.push({ text: found, at, bold: false, italic: false });
  }
  const runs = pieces.flatMap((piece, place) => {
    if (!piece.text.startsWith("*")) return [];
    const [last, next] = [lastOf(pieces[place - 1]), firstOf(pieces[place + 1])];
    const before = isSpace(last) || isPunctuation(last);
    const after = isSpace(next) || isPunctuation(next);
    const opens = !isSpace(next) && (!isPunctuation(next) || before);
    const closes = !isSpace(last) && (!isPunctuation(last) || after);
    return [{ piece, place, opens, closes, length: piece.text.length, left: piece.text.length }];
  });
  runs.forEach((closing, number) => {
    if (!closing.closes) return;
    for (let back = number - 1; back >= 0 && closing.left; back--) {
      const opening = runs[back];
      if (!opening.opens || !opening.left || oddly(opening, closing)) continue;
      const kind = opening.left > 1 && closing.left > 1 ? "bold" : "italic";
      for (let place = opening.place + 1; place < closing.place; place++) pieces[place][kind] = true;
      for (const between of runs.slice(back + 1, number)) between.opens = between.closes = false;
      for (const run of [opening, closing]) run.left -= SIGNS[kind].length;
      back++; // what is left of the opening may pair once more
    }
  });
  for (const run of runs) run.piece.text = "*".repeat(run.left);
  return pieces.filter((piece) => piece.text);
}

// The rule of three of CommonMark.
function oddly(opening, closing) {
  const both = (opening.opens && opening.closes) || (closing.opens && closing.closes);
  const [one, other] = [opening.length, closing.length];
  return both && (one + other) % 3 === 0 && (one % 3 !== 0 || other % 3 !== 0);
}

// The pieces as a text; `starts` are their places in it. A mark holds to words, never to a blank beside them.
function write(pieces) {
  for (const kind of KINDS) {
    pieces.forEach((piece, place) => {
      if (isSpace(piece.text) && !pieces[place - 1]?.[kind]) piece[kind] = false;
    });
    pieces.forEach((_, place) => {
      const back = pieces.length - 1 - place;
      if (isSpace(pieces[back].text) && !pieces[back + 1]?.[kind]) pieces[back][kind] = false;
    });
  }
  const until = (kind, from) => {
    const end = pieces.findIndex((piece, place) => place >= from && !piece[kind]);
    return end < 0 ? pieces.length : end;
  };
  const open = [];
  const starts = [];
  let text = "";
  [...pieces, {}].forEach((piece, place) => {
    const first = open.findIndex((kind) => !piece[kind]);
    if (first >= 0) for (const kind of open.splice(first).reverse()) text += SIGNS[kind];
    const more = KINDS.filter((kind) => piece[kind] && !open.includes(kind));
    for (const kind of more.sort((one, other) => until(other, place) - until(one, place))) {
      open.push(kind);
      text += SIGNS[kind];
    }
    starts.push(text.length);
    text += piece.text ?? "";
  });
  return { text, starts };
}

// The same for marks that overlap: each ends where another begins or ends, at a blank.
function writeApart(pieces) {
  const words = (some) => some.find((piece) => !isSpace(piece.text)) ?? {};
  pieces.forEach((piece, place) => {
    if (!isSpace(piece.text)) return;
    const [last, next] = [words(pieces.slice(0, place).reverse()), words(pieces.slice(place))];
    if (KINDS.some((kind) => last[kind] !== next[kind])) piece.bold = piece.italic = false;
  });
  return write(pieces);
}

// What a reader sees of them.
const told = (pieces) => {
  const words = pieces.filter((piece) => !isSpace(piece.text));
  return words.map(({ text, bold, italic }) => `${text}${Number(bold)}${Number(italic)}`).join("\n");
};

// What of a text between two places can have a mark: it goes over no line end, no cell of a table and no sign that
// begins a line.
export function stretches(text, from, to) {
  const found = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    if (/^[-\s|:>]*-[-\s|:]*$/.test(line)) continue; // under the heads of a table, or across
    const sign = line.match(/^(?:\s*(?:[-*+>]|\d+[.)]|#{1,6})(?=\s))*/)[0].length;
    for (const cell of line.slice(sign).matchAll(/(?:\\.|[^|\\])+/g)) {
      const start = index + sign + cell.index;
      const stretch = [Math.max(start, from), Math.min(start + cell[0].length, to)];
      if (stretch[0] < stretch[1]) found.push(stretch);
    }
  }
  return found;
}

// Put a mark on the stretches (`[from, to]`) of a text, or take it away where they all have it: the new text with the
// places where the first begins and the last ends. Null where there is nothing to mark, or no way to write it.
export function toggled(text, stretches, kind) {
  const pieces = read(text);
  const inside = ({ at }) => stretches.some(([from, to]) => at >= from && at < to);
  const chosen = pieces.filter((piece) => inside(piece) && !isSpace(piece.text));
  if (!chosen.length) return null;
  const put = !chosen.every((piece) => piece[kind]);
  for (const piece of pieces) if (inside(piece)) piece[kind] = put;
  const made = [write, writeApart].map((way) => way(pieces)).find(({ text }) => told(read(text)) === told(pieces));
  if (!made) return null;
  const [first, last] = [chosen[0], chosen.at(-1)].map((piece) => pieces.indexOf(piece));
  return { text: made.text, from: made.starts[first], to: made.starts[last] + pieces[last].text.length };
}
