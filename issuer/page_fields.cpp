// The table of fields. One row of the page is the fields with the same `box.y`, from left to right.
#include "issuer/page_fields.h"

#include <fmt/format.h>

#include <vector>

#include "issuer/page_values.h"

namespace evisa::issuer {
namespace {

using visa::VisaRecord;

FieldValue plain(std::string text) { return {std::move(text), ""}; }

FieldValue visa_number(const VisaRecord& r, const PageTables&) {
  return plain(r.visa.number ? r.visa.number->text() : "–");
}
FieldValue category(const VisaRecord& r, const PageTables& t) {
  return category_value(r.visa.category, t);
}
FieldValue valid_from(const VisaRecord& r, const PageTables&) {
  return r.visa.valid_from ? date_value(*r.visa.valid_from) : plain("–");
}
FieldValue valid_until(const VisaRecord& r, const PageTables&) {
  return date_value(r.visa.valid_until);
}
FieldValue entries(const VisaRecord& r, const PageTables& t) {
  return entries_value(r.visa.entries, t.chinese);
}
FieldValue stay(const VisaRecord& r, const PageTables& t) {
  return stay_value(r.visa.stay, t.chinese);
}
FieldValue surname(const VisaRecord& r, const PageTables&) { return plain(r.visa.name.primary); }
FieldValue given_names(const VisaRecord& r, const PageTables&) {
  return plain(r.visa.name.secondary.empty() ? "–" : r.visa.name.secondary);
}
FieldValue sex(const VisaRecord& r, const PageTables& t) {
  return sex_value(r.visa.sex, t.chinese);
}
FieldValue birth(const VisaRecord& r, const PageTables&) { return birth_value(r.visa.birth); }
FieldValue nationality(const VisaRecord& r, const PageTables& t) {
  return country_value(r.visa.nationality, t);
}
FieldValue passport_number(const VisaRecord& r, const PageTables&) {
  return plain(r.visa.passport_number.text());
}
FieldValue passport_state(const VisaRecord& r, const PageTables& t) {
  return r.visa.passport_issuing_state ? country_value(*r.visa.passport_issuing_state, t)
                                       : plain("–");
}
FieldValue issue_date(const VisaRecord& r, const PageTables&) {
  return date_value(r.visa.issue_date);
}
/// A long name is printed small: three lines of it fit.
FieldValue inviter(const VisaRecord& r, const PageTables&) {
  constexpr std::size_t kLongBytes = 110;
  if (r.inviter.empty()) return plain("–");
  return r.inviter.size() > kLongBytes ? FieldValue{"", r.inviter} : plain(r.inviter);
}
FieldValue or_dash(const std::string& number) { return plain(number.empty() ? "–" : number); }
FieldValue invitation(const VisaRecord& r, const PageTables&) {
  return or_dash(r.invitation_number);
}
FieldValue application(const VisaRecord& r, const PageTables&) {
  return or_dash(r.application_number);
}

FieldValue airports(const VisaRecord& r, const PageTables& t) {
  std::vector<std::string> all;
  for (const auto airport : entry_airports(r.visa, t.rules)) {
    Words city = airport_words(airport, t.airports);
    all.push_back(join(city, t.chinese));
  }
  return {"", fmt::format("{}", fmt::join(all, "\n"))};
}

FieldValue authority(const VisaRecord&, const PageTables& t) {
  static const Words portal{"Қазақстан Республикасының Виза-көші-қон порталы",
                            "Визово-миграционный портал Республики Казахстан",
                            "Visa and Migration Portal of the Republic of Kazakhstan",
                            "哈萨克斯坦共和国签证与移民门户"};
  return {"", join(portal, t.chinese)};
}

/// The label of the date that EXIT_BY and ENTER_BY mean differently (rules.md 5.8).
Words valid_until_label(visa::ValidUntilMeans means) {
  switch (means) {
    case visa::ValidUntilMeans::enter_by:
      return {"Мерзімнің соңы (кіруге болатын соңғы күн)",
              "Действительна до (последний день въезда)", "Valid until (last day to enter)",
              "有效期至（可入境的最后一天）"};
    case visa::ValidUntilMeans::exit_by:
      break;
  }
  return {"Мерзімнің соңы (Қазақстандағы соңғы күн)", "Действительна до (последний день в РК)",
          "Valid until (last day to be in Kazakhstan)", "有效期至（可在哈停留的最后一天）"};
}

}  // namespace

std::vector<Field> page_fields(const visa::RuleSet& rules) {
  return {
      {{"Виза нөмірі", "Номер визы", "Visa number", "签证号码"},
       {10, 42, 60, 11},
       FieldKind::headline,
       visa_number},
      {{"Түрі / санаты", "Тип / категория", "Type / category", "类型/类别"},
       {72, 42, 81, 11},
       FieldKind::headline,
       category},

      {{"Жарамды мерзімнің басы", "Действительна с", "Valid from", "生效日期"},
       {10, 58, 37, 20},
       FieldKind::key_fact,
       valid_from},
      {valid_until_label(rules.valid_until_means),
       {47, 58, 58, 20},
       FieldKind::key_fact,
       valid_until},
      {{"Кіру саны", "Количество въездов", "Number of entries", "入境次数"},
       {105, 58, 54, 20},
       FieldKind::key_fact,
       entries},
      {{"Болу ұзақтығы", "Срок пребывания", "Duration of stay", "停留期限"},
       {159, 58, 41, 20},
       FieldKind::key_fact,
       stay},

      {{"Тегі", "Фамилия", "Surname", "姓"}, {10, 81, 190, 10}, FieldKind::name, surname},
      {{"Аты", "Имена", "Given names", "名"}, {10, 91, 190, 10}, FieldKind::name, given_names},
      {{"Жынысы", "Пол", "Sex", "性别"}, {10, 101, 46, 12.5}, FieldKind::plain, sex},
      {{"Туған күні", "Дата рождения", "Date of birth", "出生日期"},
       {56, 101, 58, 12.5},
       FieldKind::plain,
       birth},
      {{"Азаматтығы", "Гражданство", "Nationality", "国籍"},
       {114, 101, 86, 12.5},
       FieldKind::plain,
       nationality},
      {{"Паспорт нөмірі", "Номер паспорта", "Passport number", "护照号码"},
       {10, 113.5, 76, 12.5},
       FieldKind::plain,
       passport_number},
      {{"Паспортты берген мемлекет", "Государство выдачи паспорта", "Passport's issuing State",
        "护照签发国"},
       {86, 113.5, 114, 12.5},
       FieldKind::plain,
       passport_state},

      {{"Кіру және шығу әуежайлары", "Аэропорты въезда и выезда", "Entry and exit airports",
        "出入境机场"},
       {10, 129, 76, 15},
       FieldKind::plain,
       airports},
      {{"Шақырушы тарап", "Приглашающая сторона", "Inviting party", "邀请方"},
       {86, 129, 114, 15},
       FieldKind::plain,
       inviter},
      {{"Шақыру нөмірі", "Номер приглашения", "Invitation number", "邀请编号"},
       {10, 144, 76, 10.5},
       FieldKind::plain,
       invitation},
      {{"Өтініш нөмірі", "Номер заявления", "Application number", "申请编号"},
       {86, 144, 114, 10.5},
       FieldKind::plain,
       application},
      {{"Берілген күні", "Дата выдачи", "Date of issue", "签发日期"},
       {10, 154.5, 58, 12.5},
       FieldKind::plain,
       issue_date},
      {{"Берген орган", "Орган выдачи", "Issuing authority", "签发机关"},
       {68, 154.5, 132, 12.5},
       FieldKind::plain,
       authority},
  };
}

std::vector<visa::AirportCode> entry_airports(const visa::Visa& visa, const visa::RuleSet& rules) {
  return visa.entry_points.empty() ? rules.checkpoints_allowed : visa.entry_points;
}

}  // namespace evisa::issuer
