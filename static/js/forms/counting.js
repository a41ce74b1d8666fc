// Counts the characters of a text that has a limit, while it grows.
document.addEventListener("input", ({ target }) => {
  const most = Number(target.dataset?.most);
  const count = most && document.querySelector(`[data-count="${CSS.escape(target.id)}"]`);
  if (!count) return;
  const length = [...target.value.trim()].length;
  count.textContent = `${length} / ${most}`;
  count.classList.toggle("over", length > most);
});
