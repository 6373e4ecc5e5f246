// Where two texts differ, character by character: what an officer would look for with a finger on both pages.

/// Pieces of `text` against `other`: [piece, differs] in order. Texts of unequal length differ from the first unequal
/// character to the last one.
export function pieces(text, other) {
  if (text === other || text === "" || other === "") return text === "" ? [] : [[text, text !== other]];
  if (text.length === other.length) return runs([...text].map((c, i) => [c, c !== other[i]]));
  let head = 0;
  while (head < Math.min(text.length, other.length) && text[head] === other[head]) head += 1;
  let tail = 0;
  const most = Math.min(text.length, other.length) - head;
  while (tail < most && text.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const end = text.length - tail;
  return [[text.slice(0, head), false], [text.slice(head, end), true], [text.slice(end), false]].filter(([piece]) => piece !== "");
}

function runs(characters) {
  const made = [];
  for (const [c, differs] of characters) {
    if (made.at(-1)?.[1] === differs) made.at(-1)[0] += c;
    else made.push([c, differs]);
  }
  return made;
}
