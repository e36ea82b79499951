/* The page that shows a key once: copy buttons, and a question before one leaves without having copied it. */
(function () {
  "use strict";

  let copied = false;

  function select(field) {
    field.focus();
    field.select();
  }

  /* Where the page is not on https or localhost, browsers have no clipboard for it: the old way still works there. */
  async function copy(field) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(field.value);
      return true;
    }
    select(field);
    return document.execCommand("copy");
  }

  function tell(button) {
    const label = button.textContent;
    button.textContent = button.dataset.done;
    document.querySelector("[data-mc-status]").textContent = button.dataset.done;
    setTimeout(function () { button.textContent = label; }, 2000);
  }

  document.querySelectorAll("[data-mc-copy]").forEach(function (button) {
    const field = document.getElementById(button.dataset.mcCopy);
    button.addEventListener("click", function () {
      copy(field).then(function (done) {
        if (done) { copied = true; tell(button); } else { select(field); }
      }, function () { select(field); });
    });
  });
  document.querySelectorAll("[data-mc-source]").forEach(function (field) {
    field.addEventListener("focus", function () { field.select(); });
    field.addEventListener("copy", function () { copied = true; });
  });
  window.addEventListener("beforeunload", function (event) {
    if (!copied) event.preventDefault();
  });
})();
