// What a tap opens: a kind of page and its name make the link. The picture is shown as soon as it has an address.
export function startLink(box) {
  if (!box) return;
  const kind = box.querySelector("[data-dn-link-kind]");
  const name = box.querySelector("[data-dn-link-name]");
  const hint = box.querySelector("[data-dn-link-hint]");
  const nameBox = box.querySelector("[data-dn-link-box]");
  const link = document.getElementById("id_link");

  function show() {
    const option = kind.selectedOptions[0];
    nameBox.hidden = !kind.value;
    hint.textContent = option.dataset.hint;
    name.placeholder = option.dataset.example;
  }
  function write() {
    const typed = name.value.trim().replace(kind.value === "https://" ? /^https?:\/\//i : /^daknong:\/\/[a-z]+\//, "");
    link.value = kind.value && typed ? kind.value + typed : "";
    link.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function read() {
    const known = [...kind.options].map((one) => one.value).filter((prefix) => prefix && link.value.startsWith(prefix));
    kind.value = known[0] || "";
    name.value = link.value.slice(kind.value.length);
    show();
  }
  kind.addEventListener("change", () => { show(); write(); });
  name.addEventListener("input", write);
  read();
}

export function startPicture(box) {
  if (!box) return;
  const field = document.getElementById("id_image_url");
  const image = box.querySelector("[data-dn-picture-preview]");
  const said = box.querySelector("[data-dn-picture-said]");
  const frame = image.closest("figure");
  image.addEventListener("load", () => { frame.hidden = false; said.textContent = ""; });
  image.addEventListener("error", () => { frame.hidden = true; said.textContent = box.dataset.failed; });
  function load() {
    const address = field.value.trim();
    said.textContent = "";
    if (!/^https:\/\/\S+\.\S+/.test(address)) { frame.hidden = true; image.removeAttribute("src"); return; }
    image.src = address;
  }
  field.addEventListener("change", load);
  load();
}
