// The conversation with the kiosk (docs/booth-page.md): one WebSocket, opened again for as long as it takes.
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 3000;
const REPLACED = 4001; // the kiosk's close code for a page that another one has taken over from

/// A text message as an object with a `type`, or null: what does not read as one is not guessed at.
function messageOf(text) {
  try {
    const message = JSON.parse(text);
    return message !== null && typeof message === "object" && typeof message.type === "string" ? message : null;
  } catch {
    return null;
  }
}

export class Talk {
  #socket = null;
  #wait = FIRST_WAIT_MS;

  /// `onMessage(object)`, `onPicture(ArrayBuffer)`, `onLost({ replaced })` for each connection that ended or never
  /// began. After `replaced` nothing is tried any more: two pages would take the kiosk from each other for ever.
  constructor({ onMessage, onPicture, onLost }) {
    Object.assign(this, { onMessage, onPicture, onLost });
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  connect() {
    const place = new URL("/booth/talk", location.href);
    place.protocol = place.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(place);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", (event) => this.#take(socket, event.data));
    socket.addEventListener("close", (event) => this.#closed(socket, event.code === REPLACED));
    this.#socket = socket;
  }

  /// False: nobody heard it.
  send(message) {
    if (!this.isOpen) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #take(socket, data) {
    if (socket !== this.#socket) return;
    this.#wait = FIRST_WAIT_MS;
    if (typeof data !== "string") return void this.onPicture(data);
    const message = messageOf(data);
    if (message) this.onMessage(message);
  }

  #closed(socket, replaced) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.onLost({ replaced });
    if (replaced) return;
    setTimeout(() => this.connect(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }
}
