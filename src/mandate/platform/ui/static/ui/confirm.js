// Dangerous buttons say what will happen before it does: a form's button or a link carries
//   data-confirm="All 34 reports go back to draft."  data-confirm-title="Return the reports?"  data-confirm-go="Return them"
// In the title of a deed on the chosen rows of a list, {count} says how many they are; of none it is not asked.
// Without script the action is still asked for once, by the page the form leads to or by the form itself.
import { chosen } from "./many.js";

const dialog = document.createElement("dialog");
dialog.setAttribute("aria-labelledby", "confirm-title");
dialog.setAttribute("aria-describedby", "confirm-text");
dialog.innerHTML =
  '<form method="dialog"><h2 id="confirm-title"></h2><p id="confirm-text"></p>' +
  '<p class="acts"><button class="btn" value="no"></button><button class="btn danger" value="yes"></button></p></form>';
document.body.append(dialog);
const [title, text, no, yes] = ["h2", "#confirm-text", "[value=no]", "[value=yes]"].map((part) => dialog.querySelector(part));

const COUNT = "{count}";

// Resolves to true when the person says yes; Escape and "Cancel" mean no.
export function ask(about) {
  title.textContent = (about.confirmTitle || about.label).replace(COUNT, chosen());
  text.textContent = about.confirm;
  no.textContent = document.body.dataset.cancel;
  yes.textContent = about.confirmGo || about.label;
  yes.classList.toggle("danger", about.confirmCalm === undefined);
  yes.classList.toggle("go", about.confirmCalm !== undefined);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) =>
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true }),
  );
}

document.addEventListener(
  "click",
  async (event) => {
    const element = event.target.closest("[data-confirm]");
    if (!element || element.disabled || element.dataset.confirmed) return;
    if (element.dataset.confirmTitle?.includes(COUNT) && !chosen()) return; // the answer says that none are
    event.preventDefault();
    event.stopImmediatePropagation();
    // A form that is not filled in shows its own hints first.
    if (element.form && !element.formNoValidate && !element.form.reportValidity()) return;
    if (!(await ask({ ...element.dataset, label: element.textContent.trim() }))) return element.focus();
    element.dataset.confirmed = "yes";
    element.click();
    delete element.dataset.confirmed;
  },
  true,
);
