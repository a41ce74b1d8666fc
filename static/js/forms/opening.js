// Goes where the reader should look first, and unfolds what a link leads into.
const unfold = (element) => element?.closest("details")?.setAttribute("open", "");

function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  unfold(target);
  target?.scrollIntoView();
}

document.querySelector("[data-focus]")?.focus();
if (location.hash) {
  follow();
  // A browser that is led to a place takes the cursor away from where it was put.
  const focus = () => document.querySelector("form [autofocus]")?.focus();
  addEventListener("load", () => setTimeout(focus));
}
addEventListener("hashchange", follow);

// A complaint leads into the field that it is about.
document.querySelector(".summary")?.addEventListener("click", (event) => {
  const id = event.target.closest("a")?.hash?.slice(1);
  const field = id && document.getElementById(id);
  if (!field) return;
  event.preventDefault();
  unfold(field);
  const input = field.matches("input, textarea, select") ? field : field.querySelector("input");
  (input ?? field).focus();
  field.scrollIntoView({ block: "center" });
});
