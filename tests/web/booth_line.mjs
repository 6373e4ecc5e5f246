// The line between the booth's page and its kiosk, in a test's hand.
export class Line {
  /// Whether a message may pass; `change` makes another state of a kiosk's state.
  toKiosk = () => true;
  toPage = () => true;
  change = (state) => state;
  #page = null; // the way to the page
  #last = null; // the last state that the kiosk sent

  async lay(page) {
    await page.routeWebSocket(/\/booth\/talk$/, (socket) => {
      const kiosk = socket.connectToServer();
      this.#page = socket;
      socket.onMessage((message) => this.toKiosk(message) && kiosk.send(message));
      kiosk.onMessage((message) => {
        const state = typeof message === "string" && message.startsWith('{"type":"state"');
        if (state) this.#last = JSON.parse(message);
        if (this.toPage(message)) socket.send(state ? this.#changed() : message);
      });
    });
  }

  #changed() {
    return JSON.stringify(this.change(structuredClone(this.#last)));
  }

  /// Shows the last state again, changed, and lets nothing more pass.
  hold(change = (state) => state) {
    this.toPage = () => false;
    this.change = change;
    this.#page.send(this.#changed());
  }

  /// Whatever comes next, passes as it is.
  release() {
    this.toPage = this.toKiosk = () => true;
    this.change = (state) => state;
  }

  /// The page loses the kiosk.
  cut(code = 1001) {
    this.#page.close({ code });
  }
}
