// Copies the address that stands in a field; without it, people select and copy.
const button = document.querySelector("[data-copy]");
const field = document.querySelector("[data-copy-from]");

async function copy() {
  await navigator.clipboard.writeText(field.value);
  button.textContent = button.dataset.done;
}

// Where the page did not come by HTTPS there is no clipboard.
if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", copy);
}
field?.addEventListener("focus", () => field.select());
