// Numbers and codes put into words, in all languages of the page.
#include "issuer/page_values.h"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "visa/rule_set.h"

namespace evisa::issuer {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                   "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

const Words& group_words(visa::CategoryGroup group) {
  static const Words tourist{"туризм", "туризм", "tourism", "旅游"};
  static const Words business{"іскерлік", "деловая", "business", "商务"};
  static const Words treatment{"емделу", "лечение", "treatment", "医疗"};
  static const Words investor{"инвестор", "инвестор", "investor", "投资"};
  switch (group) {
    case visa::CategoryGroup::tourist:
      return tourist;
    case visa::CategoryGroup::business:
      return business;
    case visa::CategoryGroup::treatment:
      return treatment;
    case visa::CategoryGroup::investor:
      break;
  }
  return investor;
}

FieldValue special_stay(const visa::DurationOfStay& stay, bool chinese) {
  static const Words until{"соңғы жарамды күнге дейін", "до последнего дня действия",
                           "until the last day of validity", "至有效期最后一天"};
  static const Words on_entry{"кіру кезінде белгіленеді", "определяется при въезде",
                              "decided on entry", "入境时决定"};
  static const Words by_law{"заңнамаға сәйкес", "согласно законодательству", "as national law says",
                            "依照法律规定"};
  const Words& words = stay.is_until_valid_until()  ? until
                       : stay.is_decided_on_entry() ? on_entry
                                                    : by_law;
  return {"–", join(words, chinese)};
}

}  // namespace

FieldValue date_value(const visa::Date& date) {
  return {fmt::format("{:02} {} {:04}", date.day(), kMonths.at(date.month() - 1), date.year()),
          fmt::format("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())};
}

FieldValue birth_value(const visa::BirthDate& birth) {
  const auto two = [](const auto& part) {
    return part ? fmt::format("{:02}", *part) : std::string("XX");
  };
  const std::string year = birth.year ? fmt::format("{:04}", *birth.year) : "XXXX";
  const std::string_view month = birth.month ? kMonths.at(*birth.month - 1) : "XXX";
  return {fmt::format("{} {} {}", two(birth.day), month, year),
          fmt::format("{}.{}.{}", two(birth.day), two(birth.month), year)};
}

FieldValue sex_value(visa::Sex sex, bool chinese) {
  static const Words female{"әйел", "женский", "female", "女"};
  static const Words male{"ер", "мужской", "male", "男"};
  static const Words unspecified{"көрсетілмеген", "не указан", "unspecified", "未注明"};
  switch (sex) {
    case visa::Sex::female:
      return {"F", join(female, chinese)};
    case visa::Sex::male:
      return {"M", join(male, chinese)};
    case visa::Sex::unspecified:
      break;
  }
  return {"X", join(unspecified, chinese)};
}

FieldValue entries_value(unsigned entries, bool chinese) {
  static const Words unlimited{"көп реттік", "многократная", "multiple", "多次"};
  static const Words single{"бір реттік", "однократная", "single", "一次"};
  if (entries == 0) return {"MULT", join(unlimited, chinese)};
  return {std::to_string(entries), entries == 1 ? join(single, chinese) : std::string()};
}

FieldValue stay_value(const visa::DurationOfStay& stay, bool chinese) {
  static const Words years{"жыл", "лет", "years", "年"};
  static const Words months{"ай", "мес.", "months", "个月"};
  static const Words days{"күн", "дн.", "days", "天"};
  if (stay.is_special()) return special_stay(stay, chinese);
  struct Part {
    unsigned count;
    const Words& unit;
  };
  std::vector<std::string> counts;
  Words units;
  const auto add = [](std::string& sum, const std::string& unit) {
    sum += (sum.empty() ? "" : " + ") + unit;
  };
  for (const auto& [count, unit] :
       {Part{stay.years, years}, Part{stay.months, months}, Part{stay.days, days}}) {
    if (count == 0) continue;
    counts.push_back(std::to_string(count));
    add(units.kk, unit.kk);
    add(units.ru, unit.ru);
    add(units.en, unit.en);
    add(units.zh, unit.zh);
  }
  return {fmt::format("{}", fmt::join(counts, " + ")), join(units, chinese)};
}

FieldValue category_value(visa::CategoryCode category, const PageTables& tables) {
  const auto* rule = tables.rules.find_category(category);
  return {std::string(category.text()), rule ? join(group_words(rule->group), tables.chinese) : ""};
}

FieldValue country_value(visa::CountryCode code, const PageTables& tables) {
  return {std::string(code.text()), join(country_words(code, tables.countries), tables.chinese)};
}

}  // namespace evisa::issuer
