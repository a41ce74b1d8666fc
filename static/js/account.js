// allauth's own scripts tell nobody but the console when a passkey was refused.
document.addEventListener("allauth.error", () => {
  for (const line of document.querySelectorAll("[data-passkey-error]")) {
    line.setAttribute("role", "alert");
    line.hidden = false;
  }
});
