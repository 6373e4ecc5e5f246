// Where two texts differ, character by character: what an officer would look for with a finger on both pages.

/// The longest common subsequence's length for each pair of tails.
function commonTails(a, b) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

/// For each character of `a` whether it has no partner in `b`: its place in texts of one length, else its order.
function unmatched(a, b) {
  if (a.length === b.length) return a.map((c, i) => c !== b[i]);
  const lengths = commonTails(a, b);
  const alone = a.map(() => true);
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      alone[i] = false;
      i += 1;
      j += 1;
    } else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  return alone;
}

/// Pieces of `text` against `other` in order: [piece, differs].
export function pieces(text, other) {
  const a = [...text];
  const alone = unmatched(a, [...other]);
  const made = [];
  a.forEach((c, i) => {
    if (made.at(-1)?.[1] === alone[i]) made.at(-1)[0] += c;
    else made.push([c, alone[i]]);
  });
  return made;
}
