// Questions to the server: one at a time for each asker, the newest wins.
export function csrf() {
  return document.querySelector("[name=csrfmiddlewaretoken]").value;
}

export async function ask(url, question) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf() };
  const reply = await fetch(url, { method: "POST", headers, body: JSON.stringify(question), credentials: "same-origin" });
  return { ok: reply.ok, data: await reply.json().catch(() => ({})) };
}

// Calls `work` once typing has paused; an answer that a later question has overtaken is dropped.
export function debounced(work, milliseconds) {
  let timer = 0;
  let turn = 0;
  return () => {
    clearTimeout(timer);
    const mine = ++turn;
    timer = setTimeout(() => work(() => mine === turn), milliseconds);
  };
}

export const grouped = (number) => Number(number).toLocaleString(document.documentElement.lang || "vi");

// A text with the page's own value, or what is saved where there is no field.
export function reader(saved) {
  return (name) => {
    if (name === "kind") {
      const chosen = document.querySelector("input[name=kind]:checked");
      return chosen ? chosen.value : saved.kind || "information";
    }
    const field = document.getElementById(`id_${name}`);
    if (!field) return saved[name] ?? "";
    return field.type === "checkbox" ? field.checked : field.value.trim();
  };
}
