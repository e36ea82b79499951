// The page's buttons open dialogs; the browser keeps the focus in them and gives it back. Also the time for the second tap.
export function startDialogs(root) {
  for (const button of root.querySelectorAll("[data-dn-open]")) {
    button.addEventListener("click", () => document.getElementById(button.dataset.dnOpen).showModal());
  }
  for (const dialog of root.querySelectorAll("dialog.dn-dialog")) startDialog(dialog);
  const armed = root.querySelector("[data-dn-armed]");
  if (armed) startTimer(armed);
}

function startDialog(dialog) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-dn-close]")) dialog.close();
  });
  const reason = dialog.querySelector("[data-dn-required]");
  const submit = dialog.querySelector("[type=submit]");
  submit.addEventListener("click", (event) => {
    // The page's form does not check its fields (it saves drafts); the dialog's question is answered first all the same.
    if (reason && !reason.value.trim()) {
      event.preventDefault();
      reason.required = true;
      reason.reportValidity();
    }
  });
  dialog.addEventListener("close", () => { if (reason && submit.hasAttribute("form")) reason.required = false; });
}

function startTimer(section) {
  const clock = section.querySelector("[data-dn-timer]");
  if (!clock) return;
  const end = performance.now() + Number(section.dataset.seconds) * 1000;
  const timer = setInterval(() => {
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left) return;
    clearInterval(timer);
    clock.parentElement.textContent = section.dataset.over;
    const tap = section.querySelector("[data-dn-second-tap]");
    if (tap) tap.disabled = true;
  }, 500);
}
