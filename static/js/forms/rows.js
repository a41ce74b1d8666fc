// Adds, takes away and moves the rows of a list without asking the server.
const list = (rows) => rows.querySelector(".rowlist");

// A row's number stands in the names of its fields, and in what points to them.
function renumber(rows) {
  const key = rows.dataset.rows;
  const inNames = new RegExp(`\\b${key}-(\\d+|__n__)-`, "g");
  const inWishes = new RegExp(`^(\\w+ ${key}) (\\d+|__n__)$`);
  [...list(rows).children].forEach((row, number) => {
    row.dataset.row = number;
    for (const element of row.querySelectorAll("*"))
      for (const { name, value } of [...element.attributes]) {
        if (name === "value" && !element.matches("button")) continue;
        const named = value.replace(inNames, `${key}-${number}-`);
        const wished = named.replace(inWishes, `$1 ${number}`);
        if (wished !== value) element.setAttribute(name, wished);
      }
    for (const place of row.querySelectorAll("[data-number]")) place.textContent = number + 1;
  });
}

function say(rows, what) {
  const place = rows.querySelector("[data-said]");
  place.textContent = "";
  place.textContent = place.dataset[what];
  rows.dispatchEvent(new Event("input", { bubbles: true }));
}

function add(rows) {
  const number = list(rows).children.length;
  const html = rows.querySelector("template").innerHTML.replaceAll("__n__", number);
  list(rows).insertAdjacentHTML("beforeend", html);
  renumber(rows);
  list(rows).lastElementChild.querySelector("input:not([type=hidden]), select").focus();
  say(rows, "added");
}

function remove(rows, row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  renumber(rows);
  (next?.querySelector("[data-remove]") ?? rows.querySelector("[data-add]")).focus();
  say(rows, "removed");
}

function move(rows, row, button) {
  const other = button.matches("[data-up]") ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (button.matches("[data-up]")) other.before(row);
  else other.after(row);
  renumber(rows);
  button.focus();
  say(rows, "moved");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-rows] button");
  const rows = button?.closest("[data-rows]");
  const row = button?.closest("[data-row]");
  if (button?.matches("[data-add]")) add(rows);
  else if (button?.matches("[data-remove]")) remove(rows, row);
  else if (button?.matches("[data-up], [data-down]")) move(rows, row, button);
  else return;
  event.preventDefault();
});
