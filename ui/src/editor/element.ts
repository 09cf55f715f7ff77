// Elements for what the editor shows beside the text, which is none of the page's own tree.
type Inside = string | Node | (string | Node)[];

export function element(tag: string, name: string, inside: Inside): HTMLElement {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...(Array.isArray(inside) ? inside : [inside]));
  return made;
}

/** A sentence in which what somebody wrote stands in backticks. */
export function ticked(text: string): (string | Node)[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? element("code", "", part) : part));
}
