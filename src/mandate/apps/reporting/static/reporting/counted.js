// One line of the entry grid whose figure Mandate counts: it shows what is counted now, and takes nothing.
export class Counted {
  constructor(line) {
    this.line = line;
    this.id = line.dataset.counted;
    this.names = [line.dataset.name, line.dataset.code];
    this.value = line.querySelector("[data-shown]");
    this.says = line.querySelector("[data-says]");
  }

  apply(figure) {
    this.value.textContent = figure.shown;
  }

  // Shows the findings whose first indicator this is; how many keep the report from being submitted.
  show(findings) {
    const told = JSON.stringify(findings);
    const wrong = findings.filter((finding) => finding.severity === "error").length;
    if (told === this.told) return wrong > 0;
    this.told = told;
    this.says.replaceChildren(
      ...findings.map(({ severity, sentence }) =>
        Object.assign(document.createElement("span"), {
          className: severity === "error" ? "say" : "say hint",
          textContent: sentence,
        }),
      ),
    );
    this.line.dataset.state = wrong ? "error" : findings.length ? "warning" : "";
    return wrong > 0;
  }
}
