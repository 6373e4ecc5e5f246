// Canned answers for the boarding page, in the form of docs/openapi.yaml. Invented throughout.
const SENTENCES = {
  BOARD: { code: null, en: "Documents are in order.", ru: "Документы в порядке.", kk: "Құжаттар дұрыс.", zh: "证件齐全有效。" },
  CALL_BORDER: {
    code: "MRZ_CHECK_FAILED",
    en: "Please place your passport on the reader again.",
    ru: "Приложите паспорт к считывателю ещё раз.",
    kk: "Паспортты оқу құрылғысына қайта қойыңыз.",
    zh: "请将护照重新放在读取器上。",
  },
  DO_NOT_BOARD: {
    code: "PASSPORT_NUMBER_MISMATCH",
    en: "The e-visa was issued for another passport. A new passport needs a new e-visa.",
    ru: "Виза выдана на другой паспорт. Для нового паспорта нужна новая электронная виза.",
    kk: "Виза басқа паспортқа берілген. Жаңа паспортқа жаңа электрондық виза қажет.",
    zh: "该电子签证签发给另一本护照。更换护照后须重新申请电子签证。",
  },
  LONG: {
    code: "A_REASON_CODE_THAT_IS_MUCH_LONGER_THAN_ANY_OTHER_CODE_OF_THIS_VERSION",
    en: "E-visas are not issued to foreigners travelling with children. Please wait for the officer. ".repeat(4),
    ru: "Электронные визы не выдаются иностранцам, с которыми следуют дети. Дождитесь инспектора. ".repeat(4),
    kk: "Балалармен бірге жүретін шетелдіктерге электрондық виза берілмейді. Инспекторды күтіңіз. ".repeat(4),
    zh: "不向携带儿童同行的外国人签发电子签证。请等候边检人员。".repeat(6),
  },
};

export const SESSION = { token: "canned", badge: "B-1204", role: "officer", expires: "2099-01-01T00:00:00Z" };
export const MRZ = [
  "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
  "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
];
export const SEAL = `KZV1${"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".repeat(15)}`;

/// The answers of a service whose next boarding check ends as `kind`: an answer, LONG, or a status with a problem.
export class CannedBoarding {
  kind = "BOARD";
  asked = [];

  #check(body) {
    this.asked.push(body);
    const passenger = body.passengers[0];
    const answer = this.kind === "LONG" ? "CALL_BORDER" : this.kind;
    const { code, [body.language]: text } = SENTENCES[this.kind];
    const receipt = {
      version: 1,
      receipt: this.kind === "LONG" ? "A-VERIFIER-WITH-A-NAME-OF-32-CHR/123456789" : "NQZ-S1/1042",
      time: "2026-11-21T04:28:16.250Z",
      answer,
      code,
    };
    const signed = { json: JSON.stringify(receipt), signature: "A".repeat(86) + "==" };
    return { status: 200, body: { answers: [{ reference: passenger.reference, answer, code, text, receipt: signed, problem: null }] } };
  }

  answer(method, path, query, body) {
    const problem = (status, code, title, detail = "", headers = {}) => ({
      status,
      headers,
      body: { type: "about:blank", title, status, code, detail, hint: "" },
    });
    if (path === "/v1/sessions" && method === "DELETE") return { status: 204 };
    if (path === "/v1/sessions" && body.pin === "000000") return problem(401, "unauthorized", "Not logged in");
    if (path === "/v1/sessions" && body.pin === "999999") return problem(429, "locked", "Locked", "", { "Retry-After": "300" });
    if (path === "/v1/sessions") return { status: 201, body: SESSION };
    if (path !== "/v1/boarding-checks") return problem(404, "not_found", "There is none");
    if (this.kind === "hang") return null;
    if (this.kind === "drop") return "drop";
    if (this.kind === "portal") return { status: 200, type: "text/html", body: "<h1>Free Wi-Fi</h1>" };
    if (this.kind === "ended") return problem(401, "unauthorized", "The session has ended");
    if (this.kind === "busy") return problem(429, "too_many", "Too often", "", { "Retry-After": "7" });
    if (this.kind === "refused") {
      return problem(400, "malformed", "The request is malformed", "passengers[0].document: found a text file, a PNG, JPEG or PDF is expected");
    }
    if (this.kind === "unavailable") return problem(503, "unavailable", "Could not be checked just now");
    return this.#check(body);
  }
}
