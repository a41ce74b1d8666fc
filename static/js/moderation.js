// The pages of moderators and of authors: what is smoother with a script.

// One box chooses all proposals of the page.
for (const all of document.querySelectorAll("[data-batch] [data-all]")) {
  const boxes = [...all.form.querySelectorAll('[name="proposal"]')];
  const show = () => {
    const number = boxes.filter((box) => box.checked).length;
    all.checked = number === boxes.length;
    all.indeterminate = number > 0 && number < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  all.form.addEventListener("change", show);
  show();
}

// Who gives a reason does not accept.
for (const because of document.querySelectorAll(".verdict .because"))
  because.addEventListener("input", ({ target }) => {
    const no = because.parentElement.querySelector('[value="reject"]');
    if (target.value) no.checked = true;
  });

// A decision that is on the screen has been read.
for (const form of document.querySelectorAll("[data-seen]")) {
  const body = new FormData(form);
  fetch(form.action, { method: "POST", body, redirect: "manual" })
    .then(() => form.remove())
    .catch(() => {}); // The button stays.
}
