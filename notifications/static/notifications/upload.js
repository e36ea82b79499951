// The lines that led to nobody are on this page alone: the browser makes the file.
const button = document.querySelector("[data-dn-download]");
button?.addEventListener("click", () => {
  const lines = JSON.parse(document.getElementById("dn-csv").textContent);
  const file = new Blob(["\ufeff", lines], { type: "text/csv;charset=utf-8" });
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: button.dataset.dnDownload });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
