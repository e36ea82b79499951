/* Light or dark as the system says, before anything is painted: Swagger UI knows a class, not the media query. */
(function () {
  "use strict";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function follow() {
    document.documentElement.classList.toggle("dark-mode", dark.matches);
  }

  follow();
  dark.addEventListener("change", follow);

  /* The other language shows the same operation: what stands behind the # goes along. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest(".dk-languages a");
    if (link) link.hash = window.location.hash;
  });
})();
