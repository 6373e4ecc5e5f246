// What the traveller is told before there is a reason to tell of. The reasons' texts come from the kiosk (rules.md 5.7).
export const LANGUAGES = ["en", "ru", "kk", "zh"];

export const TRAVELLER_WORDS = {
  show: {
    en: "Please hand over your passport and your printed e-visa.",
    ru: "Предъявите, пожалуйста, паспорт и распечатанную электронную визу.",
    kk: "Паспортыңызды және басып шығарылған электрондық визаңызды көрсетіңіз.",
    zh: "请出示护照和打印的电子签证。",
  },
  wait: {
    en: "Please wait. An officer will check your documents.",
    ru: "Подождите, пожалуйста. Инспектор проверит ваши документы.",
    kk: "Күте тұрыңыз. Инспектор құжаттарыңызды тексереді.",
    zh: "请稍候，边检人员将核查您的证件。",
  },
};

/// The language that most people with this citizenship read best of the four; the officer changes it by one key.
const RUSSIAN = new Set(["RUS", "BLR", "KGZ", "UZB", "TJK", "TKM", "ARM", "AZE", "MDA", "UKR", "GEO"]);

export function languageOf(nationality) {
  if (nationality === "CHN") return "zh";
  if (nationality === "KAZ") return "kk";
  return RUSSIAN.has(nationality) ? "ru" : "en";
}
