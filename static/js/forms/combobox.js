// Offers names while one types: a combobox with a listbox (ARIA 1.2). What it offers
// comes from the field's datalist or from the server. In a field of several values,
// what is chosen becomes a ticked box above it.
const WAIT = 150; // Milliseconds without a key.
const MOST = 8;

const fold = (text) =>
  text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’']/g, "'");

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
}

// The options of a datalist; those that begin with what was typed come first.
function local(datalist, typed) {
  const wanted = fold(typed);
  const found = [...datalist.options]
    .map(({ value, dataset }) => ({ value: dataset.value, text: value, words: value, other: "" }))
    .filter(({ words, value }) => fold(words).includes(wanted) || fold(value) === wanted);
  const rank = ({ words }) => (fold(words).startsWith(wanted) ? 0 : 1);
  return found.sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
}

async function remote(url, typed, signal) {
  const answer = await fetch(`${url}&${new URLSearchParams({ q: typed })}`, { signal });
  return (await answer.json()).items;
}

function combobox(input, box) {
  const several = box.dataset.combo === "several";
  const datalist = input.list;
  const boxes = several && box.parentElement.querySelector("[data-boxes]");
  const status = make("span", { class: "vh", role: "status" });
  const label = input.labels[0].textContent;
  const list = make("div", { class: "suggest", role: "listbox", "aria-label": label });
  let items = [];
  let active = -1;
  let timer, request;

  list.id = `${input.id}-options`;
  input.removeAttribute("list");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  box.append(list, status);

  const options = () => [...list.children];

  function mark(index) {
    options()[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = options()[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", yes);
    mark(-1);
  }

  function drawn({ words, other }, number) {
    const state = { role: "option", "aria-selected": false, id: `${list.id}-${number}` };
    const option = make("div", state, words);
    if (other) option.append(" ", make("small", {}, other));
    option.dataset.number = number;
    return option;
  }

  function show(found) {
    items = found;
    list.replaceChildren(...items.map(drawn));
    open(items.length > 0);
    status.textContent = items.length ? String(items.length) : "";
  }

  function tick(value, words) {
    const name = box.dataset.key;
    const old = boxes.querySelector(`input[value="${CSS.escape(value)}"]`);
    if (old) old.checked = true;
    else {
      const ticked = make("input", { type: "checkbox", name, value, checked: "" });
      boxes.append(make("li", {}, make("label", { class: "opt" }, ticked, ` ${words}`)), " ");
    }
    status.textContent = `${box.dataset.added} ${words}`;
    boxes.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function choose(item) {
    if (several) {
      input.value = "";
      tick(item.value, item.words);
    } else {
      input.value = item.text;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    stop();
  }

  // In an open list every word counts; elsewhere the server has the last word.
  function take() {
    const typed = input.value.trim();
    if (!several || !typed) return false;
    const same = items.find(({ words }) => fold(words) === fold(typed));
    if (same) choose(same);
    else if ("open" in box.dataset) {
      for (const word of typed.split(",")) if (word.trim()) tick(word.trim(), word.trim());
      input.value = "";
      stop();
    }
    return true;
  }

  async function ask() {
    const typed = input.value.trim();
    request = new AbortController();
    try {
      const found = datalist
        ? local(datalist, typed)
        : await remote(box.dataset.url, typed, request.signal);
      if (document.activeElement === input && input.value.trim() === typed) show(found);
    } catch {
      // A later letter came first, or the network is gone: the form still works.
    }
  }

  function stop() {
    clearTimeout(timer);
    request?.abort();
    open(false);
  }

  function later() {
    stop();
    if (input.value.trim()) timer = setTimeout(ask, datalist ? 0 : WAIT);
  }

  function move(step) {
    if (list.hidden) return later();
    const places = items.length + 1;
    mark(((active + 1 + step + places) % places) - 1);
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => (active >= 0 ? (choose(items[active]), true) : take()),
    Escape: () => !list.hidden && (stop(), true),
    Tab: () => (stop(), false),
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (keys[event.key] && keys[event.key]() !== false) event.preventDefault();
  });
  input.addEventListener("input", later);
  input.addEventListener("blur", stop);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) choose(items[option.dataset.number]);
  });
  open(false);
}

function begin(input) {
  const box = input?.closest?.("[data-combo]");
  if (box && input.matches("input[type=text]") && !input.getAttribute("role"))
    combobox(input, box);
}

document.addEventListener("focusin", ({ target }) => begin(target));
begin(document.activeElement);
