/* Small mends of unfold's pages that CSS cannot make: names for controls that have none, labels of lists. */
(function () {
  "use strict";

  function words(element) {
    return element ? element.textContent.replace(/\s+/g, " ").replace(/\*/g, "").trim() : "";
  }

  function headingOf(control) {
    const cell = control.closest("td");
    const table = cell && cell.closest("table");
    if (!table) return "";
    const place = Array.prototype.indexOf.call(cell.parentNode.children, cell);
    return words(table.querySelectorAll("thead th")[place]);
  }

  function nameOf(control) {
    if (control.placeholder) return control.placeholder;
    const row = control.closest(".field-row, .form-row, .field-line, fieldset");
    return headingOf(control) || words(row && row.querySelector("label"));
  }

  function nameControls() {
    const controls = document.querySelectorAll("input:not([type=hidden]), select, textarea");
    controls.forEach(function (control) {
      const named = (control.labels && control.labels.length) || control.title;
      if (named || control.getAttribute("aria-label") || control.getAttribute("aria-labelledby")) return;
      const name = nameOf(control);
      if (name) control.setAttribute("aria-label", name);
    });
  }

  /* On a phone each cell says its column's name; the names are stored in small letters for use inside sentences. */
  function capitalizeLabels() {
    document.querySelectorAll("#result_list td[data-label], #result_list th[data-label]").forEach(function (cell) {
      const label = cell.dataset.label;
      cell.dataset.label = label.charAt(0).toUpperCase() + label.slice(1);
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    nameControls();
    capitalizeLabels();
    document.addEventListener("formset:added", nameControls);
    window.addEventListener("load", nameControls); // after choosers have built their own inputs
  });
})();
