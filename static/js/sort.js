// Orders rows in the page: by a handle, by the buttons, by the numbers. Without it the
// same buttons send the form, and the server answers with the new order.
const form = document.querySelector("[data-sort]");
const list = form.querySelector("[data-rows]");
const status = form.querySelector("[data-status]");
const rows = () => [...list.children];

// Numbers and buttons follow the order; no number is left that the server would obey.
function renumber() {
  const all = rows();
  all.forEach((row, index) => {
    const number = row.querySelector("[name=position]");
    number.value = number.defaultValue = index + 1;
    row.querySelector('[data-move="-1"]').disabled = index === 0;
    row.querySelector('[data-move="1"]').disabled = index === all.length - 1;
  });
}

function tell(row) {
  const all = rows();
  status.textContent = list.dataset.said
    .replace("{name}", row.dataset.name)
    .replace("{place}", all.indexOf(row) + 1)
    .replace("{all}", all.length);
}

function place(row, index) {
  const others = rows().filter((other) => other !== row);
  list.insertBefore(row, others[Math.max(0, index)] ?? null);
  renumber();
  tell(row);
}

function press(event) {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("[data-row]");
  place(row, rows().indexOf(row) + Number(button.dataset.move));
  // A button at the end of the list is off: its neighbour takes the focus.
  const next = button.disabled ? row.querySelector("[data-move]:enabled") : button;
  next?.focus();
}

function type({ target }) {
  if (target.name !== "position" || !Number.isInteger(target.valueAsNumber)) return;
  const row = target.closest("[data-row]");
  place(row, target.valueAsNumber - 1);
  target.focus();
}

// Above the middle of which other row is the pointer?
function indexAt(row, y) {
  const others = rows().filter((other) => other !== row);
  const middle = (other) => {
    const box = other.getBoundingClientRect();
    return box.top + box.height / 2;
  };
  const index = others.findIndex((other) => y < middle(other));
  return index < 0 ? others.length : index;
}

// Near an edge the page moves along, as far as the finger does not.
function scrollAlong(y) {
  const edge = 60;
  if (y < edge) scrollBy(0, -12);
  else if (y > innerHeight - edge) scrollBy(0, 12);
}

function drag(event) {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  const row = grip.closest("[data-row]");
  const before = row.nextSibling;
  grip.setPointerCapture(event.pointerId);
  row.classList.add("dragging");
  const move = ({ clientY }) => {
    scrollAlong(clientY);
    const others = rows().filter((other) => other !== row);
    const next = others[indexAt(row, clientY)] ?? null;
    // A row that is put where it stands would lose the pointer.
    if (next !== row.nextElementSibling) place(row, indexAt(row, clientY));
    if (!grip.hasPointerCapture(event.pointerId))
      grip.setPointerCapture(event.pointerId);
  };
  const stop = ({ type }) => {
    row.classList.remove("dragging");
    grip.removeEventListener("pointermove", move);
    if (type === "pointercancel") list.insertBefore(row, before), renumber();
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", stop, { once: true });
  grip.addEventListener("pointercancel", stop, { once: true });
}

// Enter in the field for another tool adds it, and does not save the list.
function enter(event) {
  if (event.key !== "Enter") return;
  if (event.target.name === "position") event.preventDefault(), type(event);
  if (!event.target.matches("[data-add-field]") || event.defaultPrevented) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-add]"));
}

for (const grip of list.querySelectorAll("[data-grip]")) grip.hidden = false;
list.addEventListener("click", press);
list.addEventListener("change", type);
list.addEventListener("pointerdown", drag);
form.addEventListener("keydown", enter);
