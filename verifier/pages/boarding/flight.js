// The flight at this gate: number, arrival airport, scheduled arrival. Nothing personal; kept until log-out.
import { byId } from "../shared/elements.js";
import { dayWords, instantOf, localDay, localMinute } from "../shared/instants.js";
import { hush, onLanguage, say, word } from "../shared/words.js";

const KEPT = "evisa.flight";
const AIRPORTS = ["NQZ", "ALA"];

function readTime(text) {
  const match = /^([0-9]{1,2}):?([0-9]{2})$/.exec(text.trim());
  if (!match || Number(match[1]) > 23 || Number(match[2]) > 59) return null;
  return `${match[1].padStart(2, "0")}:${match[2]}`;
}

export class Flight {
  #flight = null;

  constructor({ onReady, onChangeAsked }) {
    this.onReady = onReady;
    this.#options();
    onLanguage(() => {
      this.#options();
      this.show();
    });
    byId("flight-airport").addEventListener("change", () => this.#other());
    byId("flight-change").addEventListener("click", onChangeAsked);
    byId("flight").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#take();
    });
  }

  get current() {
    return this.#flight;
  }

  /// The flight of before a reload, if there is one.
  resume() {
    try {
      this.#flight = JSON.parse(sessionStorage.getItem(KEPT));
    } catch {
      this.#flight = null;
    }
    return this.#flight !== null;
  }

  forget() {
    this.#flight = null;
    byId("flight").reset();
    this.#other();
    try {
      sessionStorage.removeItem(KEPT);
    } catch {
      // Nothing was kept.
    }
  }

  /// The strip above the check, and a warning when the arrival has passed.
  show() {
    if (!this.#flight) return;
    const { flight, arrival_airport: airport, scheduled_arrival: arrival } = this.#flight;
    const place = AIRPORTS.includes(airport) ? word(`flight.${airport}`) : airport;
    const at = `${word("flight.arrives")} ${localMinute(arrival)} (${word("flight.local")})`;
    byId("strip-text").replaceChildren(Object.assign(document.createElement("strong"), { textContent: flight }));
    byId("strip-text").append(` → ${place}, ${at}`);
    if (Date.parse(arrival) < Date.now()) say(byId("flight-warning"), "flight.past");
    else hush(byId("flight-warning"));
  }

  #options() {
    const airport = byId("flight-airport").value || AIRPORTS[0];
    const codes = [...AIRPORTS, "other"];
    byId("flight-airport").replaceChildren(...codes.map((code) => new Option(word(`flight.${code}`), code)));
    byId("flight-airport").value = airport;
    const day = byId("flight-day").value || localDay(Date.now());
    const days = [-1, 0, 1, 2].map((n) => localDay(Date.now(), n));
    byId("flight-day").replaceChildren(...days.map((each) => new Option(dayWords(each), each)));
    byId("flight-day").value = days.includes(day) ? day : days[1];
  }

  #other() {
    byId("flight-other").hidden = byId("flight-airport").value !== "other";
  }

  #complain(key, field) {
    for (const id of ["flight-number", "flight-code", "flight-time"]) {
      byId(id).setAttribute("aria-invalid", String(id === field));
    }
    if (!key) return hush(byId("flight-error"));
    say(byId("flight-error"), key);
    return byId(field).focus();
  }

  #take() {
    const number = byId("flight-number").value.toUpperCase().replace(/[\s-]/g, "");
    const chosen = byId("flight-airport").value;
    const airport = chosen === "other" ? byId("flight-code").value.trim().toUpperCase() : chosen;
    const time = readTime(byId("flight-time").value);
    if (!/^[A-Z0-9]{2,3}[0-9]{1,4}[A-Z]?$/.test(number)) {
      return this.#complain("flight.bad-number", "flight-number");
    }
    if (!/^[A-Z]{3}$/.test(airport)) return this.#complain("flight.bad-code", "flight-code");
    if (!time) return this.#complain("flight.bad-time", "flight-time");
    this.#complain(null);
    this.#flight = {
      flight: number,
      arrival_airport: airport,
      scheduled_arrival: instantOf(byId("flight-day").value, time),
    };
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(this.#flight));
    } catch {
      // It is asked for again after a reload.
    }
    this.show();
    return this.onReady();
  }
}
