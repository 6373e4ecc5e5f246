// A file's size as people read it: binary units under their common names, as the phone's gallery shows them.
export function sizeText(bytes) {
  const mb = bytes / 1048576;
  return mb >= 0.95 ? `${mb.toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}
