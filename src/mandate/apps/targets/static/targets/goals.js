// A column pasted from a spreadsheet fills the goals from the field downwards; of several columns the last counts.
const fields = [...document.querySelectorAll(".goals input[name$='-goal']")];

for (const [place, field] of fields.entries())
  field.addEventListener("paste", (event) => {
    const lines = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    if (lines.length < 2) return;
    event.preventDefault();
    for (const [at, line] of lines.entries()) {
      const goal = fields[place + at];
      if (!goal) break;
      goal.value = line.split("\t").at(-1).trim();
    }
    fields[Math.min(place + lines.length, fields.length) - 1].focus();
  });
