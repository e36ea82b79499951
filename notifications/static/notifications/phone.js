// The notice as Android shows it: one line when collapsed; text or picture when expanded.
export function startPhone(section, value, saved, kinds) {
  if (!section) return;
  const phone = section.querySelector("[data-dn-phone]");
  const find = (name) => phone.querySelector(`[data-dn-${name}]`);
  const kindWords = { vi: { information: "Thông tin", reminder: "Nhắc việc", warning: "Cảnh báo", emergency: "Khẩn cấp" },
    en: { information: "Information", reminder: "Reminder", warning: "Warning", emergency: "Emergency" } };

  function draw() {
    const { language, size } = phone.dataset;
    const english = language === "en";
    const kind = value("kind");
    const mark = value("is_exercise") ? `${saved.exercise[language]} ` : "";
    const text = (name) => (english && value(`${name}_en`)) || value(name);
    phone.dataset.kind = kind;
    phone.lang = language;
    find("kind-icon").textContent = kinds.find((one) => one.value === kind)?.icon || "notifications";
    find("kind-name").textContent = `${kindWords[language][kind] || ""} · ${saved.loud[language].now}`;
    find("title").textContent = mark + (text("title") || "–");
    find("body").textContent = text("body");
    find("loud").textContent = saved.loud[language][kind] || "";
    find("date").textContent = new Date().toLocaleDateString(english ? "en-GB" : "vi-VN", { weekday: "long", day: "numeric", month: "long" });
    picture(value("image_url"), size === "expanded");
  }

  function picture(address, isExpanded) {
    const isPicture = /^https:\/\/\S+$/.test(address);
    for (const [name, isShown] of [["thumb", !isExpanded], ["picture", isExpanded]]) {
      const image = find(name);
      image.hidden = !(isPicture && isShown);
      if (isPicture && image.getAttribute("src") !== address) image.src = address;
    }
    phone.toggleAttribute("data-has-picture", isPicture);
  }

  for (const image of phone.querySelectorAll(".dn-push__thumb, .dn-push__picture")) {
    image.addEventListener("error", () => { image.hidden = true; });
  }
  for (const button of section.querySelectorAll("[data-dn-set]")) {
    button.addEventListener("click", () => {
      phone.dataset[button.dataset.dnSet] = button.value;
      for (const other of section.querySelectorAll(`[data-dn-set=${button.dataset.dnSet}]`)) {
        other.setAttribute("aria-pressed", String(other === button));
      }
      draw();
    });
  }
  document.addEventListener("input", draw);
  document.addEventListener("change", draw);
  document.addEventListener("dn:filled", draw);
  draw();
}
