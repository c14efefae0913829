// A button that copies what a field holds: <button data-copy="id of the field" data-copied="Copied." hidden>.
// It shows itself only where the browser lets it copy, which is over HTTPS and on the own machine.
import { toast } from "./feedback.js";

for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      toast(button.dataset.copied);
    } catch {
      // What is selected can be copied by hand.
    }
  });
}
