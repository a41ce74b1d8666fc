// Tells which records one may be about to write once more, by name and links.
const WAIT = 400; // Milliseconds without a key.
const form = document.querySelector("[data-exists]");
let timer, request;

function asked() {
  const name = form.dataset.name;
  const named = form.querySelectorAll(`[name="${name}"], [name^="${name}_"]`);
  const names = [...named].map((input) => input.value.trim()).filter(Boolean);
  const links = [...form.querySelectorAll(".fs input[type=url]:not([name^=change])")];
  const parameters = new URLSearchParams({ name: names[0] ?? "" });
  for (const { value } of links) if (value.trim()) parameters.append("link", value.trim());
  return parameters;
}

function place() {
  const known = form.querySelector(".exists");
  if (known) return known;
  const made = document.createElement("div");
  made.className = "exists";
  made.setAttribute("role", "status");
  form.querySelector(`#f-${form.dataset.name}`).append(made);
  return made;
}

async function look() {
  request?.abort();
  request = new AbortController();
  try {
    const answer = await fetch(`${form.dataset.exists}?${asked()}`, { signal: request.signal });
    place().innerHTML = answer.ok ? (await answer.text()).trim() : "";
  } catch {
    // A later letter came first; the server looks again when the form is sent.
  }
}

form?.addEventListener("input", ({ target }) => {
  const name = form.dataset.name;
  if (target.name !== name && !target.name?.startsWith(`${name}_`) && target.type !== "url") return;
  clearTimeout(timer);
  timer = setTimeout(look, WAIT);
});
if (form) place();
