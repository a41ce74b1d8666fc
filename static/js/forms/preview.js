// Shows Markdown as the page would, under the field in which it is written.
async function drawn(box, text) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(box.dataset.url, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body: new URLSearchParams({ text }),
  });
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}

async function toggle(box, button) {
  const place = box.querySelector(".preview");
  if (button.getAttribute("aria-expanded") === "true") {
    place.hidden = true;
    return button.setAttribute("aria-expanded", "false");
  }
  try {
    // The server has made it safe.
    place.innerHTML = await drawn(box, document.getElementById(box.dataset.preview).value);
    place.hidden = false;
    button.setAttribute("aria-expanded", "true");
  } catch {
    // Without the network, the button at the end of the form says so.
  }
}

for (const button of document.querySelectorAll("[data-preview] button")) button.hidden = false;
document.addEventListener("click", ({ target }) => {
  const box = target.closest?.("[data-preview]");
  if (box && target.matches("button")) toggle(box, target);
});
