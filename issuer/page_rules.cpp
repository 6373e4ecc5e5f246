// The sentences. Each cites the fact of rules.md that it says.
#include "issuer/page_rules.h"

#include <fmt/format.h>

#include <string>

#include "issuer/page_fields.h"

namespace evisa::issuer {
namespace {

/// Facts 48-50.
Words keep_with_passport() {
  return {
      "Осы визаны басып шығарып, бүкіл болу мерзімінде паспортпен бірге сақтаңыз; отырғызу "
      "кезінде және паспорттық бақылауда көрсетіңіз.",
      "Распечатайте визу и храните её вместе с паспортом весь срок пребывания; предъявляйте "
      "при посадке и на паспортном контроле.",
      "Print this e-visa and keep it with your passport during the whole stay; show it when "
      "boarding and at passport control.",
      "请打印本电子签证，停留期间始终与护照一同保管；登机和边检时请出示。"};
}

/// Fact 53.
Words single_entry() {
  return {"Бір реттік: бір рет кіру және бір рет шығу.", "Однократная: один въезд и один выезд.",
          "Single entry: one entry and one exit.", "一次有效：限入境一次、出境一次。"};
}

/// Fact 54; the airports are those of the visa.
Words airports_only(const visa::Visa& visa, const PageTables& tables) {
  Words all;
  for (const auto code : entry_airports(visa, tables.rules)) {
    const Words one = airport_words(code, tables.airports);
    const auto add = [](std::string& sum, const std::string& city, std::string_view comma) {
      sum += (sum.empty() ? "" : std::string(comma)) + city;
    };
    add(all.kk, one.kk, ", ");
    add(all.ru, one.ru, ", ");
    add(all.en, one.en, ", ");
    add(all.zh, one.zh, "、");
  }
  return {fmt::format("Кіру және шығу тек халықаралық әуежайлар арқылы: {}.", all.kk),
          fmt::format("Въезд и выезд только через международные аэропорты: {}.", all.ru),
          fmt::format("Enter and leave only through the international airports: {}.", all.en),
          fmt::format("只能经由以下国际机场入境和出境：{}。", all.zh)};
}

/// Fact 62.
Words not_extendable() {
  return {"Мерзімі ұзартылмайды.", "Продлению не подлежит.", "It cannot be extended.",
          "不得延期。"};
}

/// Facts 56 and 57.
Words holder_only() {
  return {"Тек иесіне жарамды; бірге жүретін адамдар мен балаларға қолданылмайды.",
          "Действительна только для владельца; не распространяется на сопровождающих лиц и детей.",
          "Valid for its holder only, not for accompanying persons or children.",
          "仅对持有人本人有效，不适用于随行人员和儿童。"};
}

/// Fact 63; the number of days is the rule set's.
Words host_notifies(int days) {
  return {fmt::format("Қабылдаушы тарап келген күннен бастап {} жұмыс күні ішінде көші-қон "
                      "қызметіне хабарлайды.",
                      days),
          fmt::format("Принимающая сторона уведомляет миграционную службу в течение {} рабочих "
                      "дней со дня прибытия.",
                      days),
          fmt::format("Your host notifies the migration service within {} working days of your "
                      "arrival.",
                      days),
          fmt::format("接待方须在您抵达后{}个工作日内通知移民局。", days)};
}

/// Fact 23 and rules.md section 3 (a new passport needs a new e-visa).
Words must_match_passport() {
  return {"Деректер паспортпен сәйкес болуы тиіс; жаңа паспортқа жаңа виза қажет.",
          "Данные должны совпадать с паспортом; при замене паспорта нужна новая виза.",
          "All data must match your passport; a new passport needs a new e-visa.",
          "各项信息须与护照一致；更换护照须重新申请签证。"};
}

}  // namespace

Words rules_title() { return {"Нені білу керек", "Что нужно знать", "What you must know", "须知"}; }

std::vector<Words> traveller_rules(const visa::Visa& visa, const PageTables& tables) {
  std::vector<Words> rules{keep_with_passport()};
  if (visa.entries == 1) rules.push_back(single_entry());
  rules.push_back(airports_only(visa, tables));
  rules.push_back(not_extendable());
  rules.push_back(holder_only());
  rules.push_back(host_notifies(tables.rules.host_notice_days));
  rules.push_back(must_match_passport());
  return rules;
}

Words seal_note() {
  return {
      "Цифрлық мөр екі рет басылған: біреуі оқылса жеткілікті. Кодтарды бүктемеңіз, дақ "
      "түсірмеңіз.",
      "Цифровая печать напечатана дважды: достаточно прочесть одну. Не сгибайте и не пачкайте "
      "коды.",
      "The digital seal is printed twice: either one is enough. Do not fold or stain the "
      "codes.",
      "数字印章印有两处，任一可读即可。请勿折叠或弄脏二维码。"};
}

}  // namespace evisa::issuer
