// Loaded in the head, before the first paint: a chosen appearance never flashes.
const STORED = "theme";

function stored() {
  try {
    return localStorage.getItem(STORED) || "auto";
  } catch {
    return "auto"; // Storage is refused in some private windows.
  }
}

function apply(theme) {
  if (theme === "auto") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = theme;
}

apply(stored());

function offerThemes() {
  const group = document.querySelector(".theme");
  if (!group) return;
  const buttons = [...group.querySelectorAll("button")];
  const show = (theme) => {
    for (const button of buttons)
      button.setAttribute("aria-pressed", button.dataset.themeChoice === theme);
  };
  group.hidden = false;
  show(stored());
  group.addEventListener("click", (event) => {
    const theme = event.target.dataset.themeChoice;
    if (!theme) return;
    try {
      localStorage.setItem(STORED, theme);
    } catch {
      // The choice then holds for this page only.
    }
    apply(theme);
    show(theme);
  });
}

// How to find an element again among new ones, or else what is nearest to it: by its
// id, as a box of the filters, as a box of the same facet, or what heads the list.
function selectorsOf(element) {
  if (element === document.body) return [];
  const { id, name, value } = element;
  const box = name && `#listing [name="${CSS.escape(name)}"]:not([type="hidden"])`;
  const own = id ? [`#${CSS.escape(id)}`] : [];
  const boxes = box ? [`${box}[value="${CSS.escape(value)}"]`, box] : [];
  return [...own, ...boxes, "#count"];
}

const on = (name, act) => document.body.addEventListener(`htmx:${name}`, act);

// What is ticked while an answer is on its way is asked for next, by the form that this
// answer would take away: that one is passed over.
function keepLateTicks() {
  let late = false;
  const tick = ({ target }) => (late ||= target.closest("#filters") !== null);
  document.addEventListener("change", tick, true);
  on("beforeRequest", ({ target }) => {
    if (target.id === "filters") late = false;
  });
  on("beforeSwap", ({ detail }) => {
    if (late && detail.requestConfig.elt.id === "filters") detail.shouldSwap = false;
  });
}

// htmx is loaded by who reaches for what it makes smoother, and nobody else: a first
// view goes without it. What is ticked or sent before it has come is asked for then.
function loadHtmxOnTouch() {
  const source = document.querySelector("[data-htmx]")?.dataset.htmx;
  if (!source) return;
  const reaching = ["pointerover", "touchstart", "focusin"];
  // What was ticked last, and the button that was pressed: its name says what is
  // wanted. A search without one is sent as it is.
  let ticked = null;
  let pressed = null;
  const tick = ({ target }) => {
    if (target.closest("#filters")) ticked = target;
  };
  const press = (event) => {
    if (event.target.id !== "filters" || !event.submitter?.name) return;
    event.preventDefault();
    pressed = event.submitter;
  };
  const letGo = () => {
    document.removeEventListener("change", tick);
    document.removeEventListener("submit", press);
  };
  const load = () => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => {
      letGo();
      if (pressed) pressed.click();
      else ticked?.dispatchEvent(new Event("change", { bubbles: true }));
    };
    script.onerror = () => {
      letGo();
      (pressed ?? ticked)?.form.requestSubmit(pressed);
    };
    document.addEventListener("submit", press);
    document.head.append(script);
  };
  const reach = ({ target }) => {
    if (!target.closest("#filters, [form=filters], [hx-boost]")) return;
    for (const name of reaching) document.removeEventListener(name, reach);
    // It begins by itself only in a document that is complete.
    if (document.readyState === "complete") load();
    else addEventListener("load", load);
  };
  for (const name of reaching) document.addEventListener(name, reach, { passive: true });
  document.addEventListener("change", tick);
  if (document.activeElement) reach({ target: document.activeElement });
  // Going back to what it narrowed before this page was opened.
  addEventListener("popstate", ({ state }) => {
    if (state?.htmx && !window.htmx) location.reload();
  });
}

// A list that htmx narrows says its new count to screen readers; what was unfolded
// stays so, and the focus where it was.
function smoothLists() {
  const status = () => document.getElementById("list-status");
  if (!status()) return;
  let unfolded = [];
  let focused = [];
  on("configRequest", ({ detail: { formData } }) => {
    for (const [name, value] of [...formData]) if (!value) formData.delete(name);
  });
  keepLateTicks();
  on("beforeSwap", () => {
    const open = document.querySelectorAll("#listing details[open]");
    unfolded = [...open].map((details) => details.className);
    focused = selectorsOf(document.activeElement);
  });
  on("afterSwap", () => {
    for (const name of unfolded)
      document.querySelector(`#listing .${name}`)?.setAttribute("open", "");
    if (document.activeElement === document.body) {
      const places = focused.map((selector) => document.querySelector(selector));
      places.find((place) => place)?.focus({ preventScroll: true });
    }
    status().textContent = document.getElementById("count")?.textContent ?? "";
  });
  // Going back brings a whole new page into the old one.
  on("historyRestore", offerThemes);
}

// Suggestions are loaded by who is about to search, and nobody else.
const SUGGEST = document.currentScript.dataset.suggest;

function suggestOnFocus() {
  const offer = async ({ target }) => {
    if (target.dataset?.suggest) (await import(SUGGEST)).default(target);
  };
  document.addEventListener("focusin", offer);
  if (document.activeElement) offer({ target: document.activeElement });
}

document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  suggestOnFocus();
  offerThemes();
  smoothLists();
  loadHtmxOnTouch();
});
