// Offers what one may mean while one types: a combobox with a listbox (ARIA 1.2).
// What is typed stays as it is; without a choice, Enter sends the form.
const WAIT = 120; // Milliseconds without a key.
const LEAST = 2; // Letters.

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
}

export default function suggest(input) {
  if (input.getAttribute("role")) return;
  const id = `${input.id}-suggestions`;
  const label = input.labels[0].textContent;
  const named = { id, class: "suggest", role: "listbox", "aria-label": label };
  const list = make("div", named);
  const status = make("span", { class: "vh", role: "status" });
  let options = [];
  let active = -1;
  let shown = null; // What the options are for.
  let timer, request;

  function mark(index) {
    options[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = options[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", yes);
    if (!yes) status.textContent = "";
    mark(-1);
  }

  function option({ title, url, other = "" }) {
    const state = { role: "option", tabindex: -1, "aria-selected": false };
    const made = make("a", { ...state, href: url }, title);
    if (other) made.append(" ", make("small", {}, other));
    made.id = `${id}-${options.push(made)}`;
    return made;
  }

  function group({ key, label, items }) {
    const plain = { id: `${id}-${key}`, class: "kind", role: "presentation" };
    const name = make("div", plain, label);
    const state = { role: "group", "aria-labelledby": name.id, class: `k-${key}` };
    return make("div", state, name, ...items.map(option));
  }

  function show(typed, found) {
    options = [];
    shown = typed;
    list.replaceChildren(...found.groups.map(group), option(found.everything));
    status.textContent = found.status;
    open(true);
  }

  async function ask(typed) {
    request = new AbortController();
    const address = `${input.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
    try {
      const answer = await fetch(address, { signal: request.signal });
      const found = await answer.json();
      if (document.activeElement === input) show(typed, found);
    } catch {
      // A later letter came first, or the network is gone: the form still works.
    }
  }

  function later() {
    clearTimeout(timer);
    request?.abort();
    const typed = input.value.trim();
    if (typed.length < LEAST) return open(false);
    timer = setTimeout(ask, WAIT, typed);
  }

  function stop() {
    clearTimeout(timer);
    request?.abort();
    open(false);
  }

  // Beyond the last option, and before the first, is the field.
  function move(step) {
    const places = options.length + 1;
    if (!list.hidden) mark(((active + 1 + step + places) % places) - 1);
    else if (shown === input.value.trim()) open(true);
    else later();
  }

  // Home and End are the text's own until an option is chosen.
  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Home: () => active >= 0 && (mark(0), true),
    End: () => active >= 0 && (mark(options.length - 1), true),
    Enter: () => active >= 0 && (options[active].click(), true),
    Escape: () => !list.hidden && (stop(), true),
    Tab: () => (stop(), false),
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (keys[event.key] && keys[event.key]() !== false) event.preventDefault();
  });
  input.addEventListener("input", later);
  input.addEventListener("blur", stop);
  // The focus stays in the field while a finger or a mouse chooses.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", () => open(false));

  input.form.append(list, status);
  input.setAttribute("role", "combobox");
  input.autocomplete = "off";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  open(false);
  // Letters may have come before this script.
  if (input.value !== input.defaultValue) later();
}
