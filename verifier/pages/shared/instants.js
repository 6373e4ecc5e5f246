// Instants as people read them. Kazakhstan has had UTC+05:00 everywhere since 2024-02-29T18:00Z; the pages show
// that time whatever the device's own zone is.
import { word } from "./words.js";

const KAZAKHSTAN_MS = 5 * 3600 * 1000;
const two = (n) => String(n).padStart(2, "0");

function parts(ms) {
  const at = new Date(ms);
  return {
    date: `${two(at.getUTCDate())}.${two(at.getUTCMonth() + 1)}.${at.getUTCFullYear()}`,
    time: `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`,
    seconds: two(at.getUTCSeconds()),
  };
}

/// `20.11.2026 15:00`, local time of Kazakhstan.
export function localMinute(instant) {
  const { date, time } = parts(Date.parse(instant) + KAZAKHSTAN_MS);
  return `${date} ${time}`;
}

/// `20.11.2026 15:00:07`, local time of Kazakhstan.
export function localSecond(instant) {
  const { date, time, seconds } = parts(Date.parse(instant) + KAZAKHSTAN_MS);
  return `${date} ${time}:${seconds}`;
}

/// `20.11.2026 10:00:07 UTC`: what two airlines in two countries read alike.
export function utcSecond(instant) {
  const { date, time, seconds } = parts(Date.parse(instant));
  return `${date} ${time}:${seconds} UTC`;
}

/// The local date of Kazakhstan `days` after that of `now` (ms), as YYYY-MM-DD.
export function localDay(now, days = 0) {
  return new Date(now + KAZAKHSTAN_MS + days * 86400000).toISOString().slice(0, 10);
}

/// `Sat 21.11.2026` in the page's language.
export function dayWords(day) {
  const at = new Date(`${day}T00:00:00Z`);
  return `${word(`day.${at.getUTCDay()}`)} ${parts(at.getTime()).date}`;
}

/// `12.08.1974` of `1974-08-12`; a date of which a part is not known as it stands.
export function dateText(date) {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? date.split("-").reverse().join(".") : date;
}

/// A local date and time of Kazakhstan as the API's instant.
export function instantOf(day, time) {
  return new Date(Date.parse(`${day}T${time}:00Z`) - KAZAKHSTAN_MS).toISOString().replace(".000Z", "Z");
}

/// A duration in one or two units: `12 s`, `3 min`, `2 h 5 min`, `4 d`.
export function duration(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 120) return word("unit.s", { n: s });
  const min = Math.floor(s / 60);
  if (min < 60) return word("unit.min", { n: min });
  const h = Math.floor(min / 60);
  if (h < 48) {
    const rest = min % 60;
    return word("unit.h", { n: h }) + (rest ? ` ${word("unit.min", { n: rest })}` : "");
  }
  return word("unit.d", { n: Math.floor(h / 24) });
}
