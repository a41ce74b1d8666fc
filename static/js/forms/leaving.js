// Warns before what was typed is lost, and keeps it on the server for who is signed in.
const QUIET = 3000; // Milliseconds without a key.
const form = document.querySelector("[data-form]");
let unsaved = "unsaved" in form.dataset;
let sending = false;
let timer;

async function keep() {
  if (!form.dataset.draft || !unsaved || sending) return;
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  unsaved = false;
  const status = form.querySelector("[data-kept]");
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: data, keepalive: true });
    if (!answer.ok) throw new Error(answer.status);
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    status.textContent = `${(await answer.json()).status} · ${time}`;
  } catch {
    unsaved = true;
    status.textContent = "";
  }
}

form.addEventListener("input", () => {
  unsaved = true;
  clearTimeout(timer);
  timer = setTimeout(keep, QUIET);
});
form.addEventListener("submit", () => {
  sending = true;
  clearTimeout(timer);
});
addEventListener("beforeunload", (event) => {
  if (unsaved && !sending) event.preventDefault();
});
// Who comes back to the page by the browser's arrow goes on writing.
addEventListener("pageshow", () => (sending = false));
document.addEventListener("visibilitychange", () => document.hidden && keep());
