// A date of a document as people here read it: 28.02.1985. Unknown parts, as an MRZ has them, stay as they are.
export function dayText(date) {
  if (typeof date !== "string" || date === "") return "";
  const parts = /^([0-9Xx<-]{2,4})-([0-9Xx<]{2})-([0-9Xx<]{2})$/.exec(date);
  return parts ? `${parts[3]}.${parts[2]}.${parts[1]}` : date;
}
