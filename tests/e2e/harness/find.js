// Finds what a person would point at: by what it is and by the words on it. Answers the first visible
// match, or null. arguments: kind, name, wanted ("any" | "enabled").
// The kind "id" is a part of the screen by its data-testid, for what has no words of its own.
const [kind, name, wanted] = arguments;
const SELECTORS = {
  button: "button, [role=button], [role=switch]",
  link: "a[href], [role=link]",
  checkbox: "label:has(input[type=checkbox])",
  tab: "[role=tab], [role=radio], label:has(input[type=radio])",
  menuitem: "[role^=menuitem]",
  option: "[role=option]",
  row: "[role=row], tr",
  field: "input, textarea, select, [role=spinbutton], [role=combobox], [role=searchbox], [contenteditable=true]",
  text: "body *",
};
const visible = (element) => {
  const box = element.getBoundingClientRect();
  const shown = box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== "hidden";
  return shown && !element.closest("[aria-hidden=true], [inert]");
};
const enabled = (element) => !element.disabled && element.getAttribute("aria-disabled") !== "true";
const usable = (element) => visible(element) && (wanted !== "enabled" || enabled(element));
if (kind === "id") {
  return Array.from(document.querySelectorAll(`[data-testid="${CSS.escape(name)}"]`)).find(usable) ?? null;
}
const words = (text) => (text || "").replace(/\s+/g, " ").trim();
// A list of choices is labelled by its value and its label: both together, and each for itself.
const byIds = (ids) => {
  const parts = (ids || "").split(/\s+/).map((id) => words(document.getElementById(id)?.textContent));
  return [parts.join(" "), ...parts];
};
const names = (element) => [
  words(element.getAttribute("aria-label")),
  ...byIds(element.getAttribute("aria-labelledby")),
  ...Array.from(element.labels || [], (label) => words(label.textContent)),
  kind === "field" ? words(element.placeholder) : words(element.textContent),
].filter(Boolean);
// An exact name wins over one that begins with it (a button with its shortcut), and that over one
// that contains it; a text or a row is found by containing.
const rank = (element) => {
  const all = names(element);
  if (all.some((it) => it === name)) return 0;
  if (all.some((it) => it.startsWith(name))) return 1;
  if ((kind === "row" || kind === "text") && all.some((it) => it.includes(name))) return 2;
  return Infinity;
};
let best = null;
let bestRank = Infinity;
let bestSize = Infinity;
for (const element of document.querySelectorAll(SELECTORS[kind])) {
  const its = rank(element);
  // Of equals, the innermost: the element whose own text is the shortest.
  const size = kind === "text" || kind === "row" ? words(element.textContent).length : 0;
  if (its === Infinity || its > bestRank || (its === bestRank && size >= bestSize)) continue;
  if (!usable(element)) continue;
  best = element;
  bestRank = its;
  bestSize = size;
}
return best;
