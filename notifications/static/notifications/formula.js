// Three boxes and the formula that they make. Nothing here touches the page.

const asList = (topics) => (topics.length === 1 ? topics[0] : { any: topics });

// {any: […], all: […], not: […]} → the expression, or null for nobody.
export function formulaOf(boxes) {
  const { any, all, not } = boxes;
  if (!any.length && !all.length && !not.length) return null;
  const parts = [...(any.length ? [asList(any)] : all.length ? [] : ["all"]), ...all];
  if (not.length) parts.push({ not: asList(not) });
  return parts.length === 1 ? parts[0] : { all: parts };
}

// The other way round; null where the boxes cannot say it.
export function boxesOf(expression) {
  const topics = topicsIn(expression);
  if (topics) return { any: topics, all: [], not: [] };
  if (!expression || !Array.isArray(expression.all)) return null;
  const boxes = { any: [], all: [], not: [] };
  for (const [place, part] of expression.all.entries()) {
    const listed = topicsIn(part);
    if (typeof part === "string" && place > 0) boxes.all.push(part);
    else if (listed && place === 0) boxes.any = listed;
    else if (part && part.not && topicsIn(part.not) && !boxes.not.length) boxes.not = topicsIn(part.not);
    else return null;
  }
  return boxes;
}

// "a" or {any: ["a", "b"]} → the topics; else null.
function topicsIn(part) {
  if (typeof part === "string") return [part];
  const inner = part && part.any;
  return Array.isArray(inner) && inner.every((one) => typeof one === "string") ? inner : null;
}
