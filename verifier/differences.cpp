// In which fields do two sources of the same visa differ?
#include "verifier/differences.h"

#include <algorithm>
#include <array>

#include "visa/name_match.h"

namespace evisa::verifier {
namespace {

constexpr std::array<std::string_view, 15> kFieldNames{"visa_number",
                                                       "category",
                                                       "name",
                                                       "nationality",
                                                       "date_of_birth",
                                                       "sex",
                                                       "passport_number",
                                                       "passport_issuing_state",
                                                       "document_number",
                                                       "issuing_state",
                                                       "valid_from",
                                                       "valid_until",
                                                       "number_of_entries",
                                                       "duration_of_stay",
                                                       "entry_points"};

class FieldList {
 public:
  void add_if(bool differs, std::string_view field) {
    if (!differs) return;
    if (!text_.empty()) text_ += ", ";
    text_ += field;
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

template <class T>
bool both_and_unequal(const std::optional<T>& a, const std::optional<T>& b) {
  return a && b && *a != *b;
}

bool names_differ(const visa::MrzName& a, const visa::MrzName& b) {
  switch (visa::match_names(a, b)) {
    case visa::NameMatch::exact:
    case visa::NameMatch::truncated:
      return false;
    case visa::NameMatch::transliteration:
    case visa::NameMatch::close:
    case visa::NameMatch::different:
      break;
  }
  return true;
}

bool years_differ(const visa::BirthDate& a, const visa::BirthDate& b) {
  return a.year.has_value() != b.year.has_value() ||
         (a.year && b.year && *a.year % 100 != *b.year % 100);
}

bool births_differ(const visa::BirthDate& a, const visa::BirthDate& b) {
  return years_differ(a, b) || a.month != b.month || a.day != b.day;
}

bool misread(const visa::Mrz& mrz, std::string_view field) {
  return std::ranges::any_of(mrz.defects, [&](const auto& d) { return d.field == field; });
}

}  // namespace

std::span<const std::string_view> field_names() { return kFieldNames; }

std::string differing_fields(const visa::Visa& seal, const visa::Visa& record) {
  FieldList fields;
  fields.add_if(both_and_unequal(seal.number, record.number), "visa_number");
  fields.add_if(seal.category != record.category, "category");
  fields.add_if(names_differ(seal.name, record.name), "name");
  fields.add_if(seal.nationality != record.nationality, "nationality");
  fields.add_if(births_differ(seal.birth, record.birth), "date_of_birth");
  fields.add_if(seal.sex != record.sex, "sex");
  fields.add_if(seal.passport_number != record.passport_number, "passport_number");
  fields.add_if(both_and_unequal(seal.passport_issuing_state, record.passport_issuing_state),
                "passport_issuing_state");
  fields.add_if(both_and_unequal(seal.valid_from, record.valid_from), "valid_from");
  fields.add_if(seal.valid_until != record.valid_until, "valid_until");
  fields.add_if(seal.entries != record.entries, "number_of_entries");
  fields.add_if(seal.stay != record.stay, "duration_of_stay");
  fields.add_if(!seal.entry_points.empty() && seal.entry_points != record.entry_points,
                "entry_points");
  return fields.take();
}

std::string differing_fields(const visa::Mrz& printed, const visa::Visa& visa) {
  FieldList fields;
  fields.add_if(printed.issuing_state != visa.issuing_state, "issuing_state");
  fields.add_if(names_differ(printed.name, visa.name), "name");
  if (!misread(printed, "document_number")) {
    // Doc 9303-7 4.2.2: positions 1-9 hold the passport's number or the visa's own.
    const bool passport = printed.document_number == visa.passport_number.text();
    const bool own = visa.number && visa.number->text().starts_with(printed.document_number) &&
                     printed.document_number.size() == 9;
    fields.add_if(!passport && !own, "document_number");
  }
  fields.add_if(printed.nationality != visa.nationality, "nationality");
  fields.add_if(!misread(printed, "date_of_birth") && births_differ(printed.birth, visa.birth),
                "date_of_birth");
  fields.add_if(printed.sex != visa.sex, "sex");
  fields.add_if(!misread(printed, "date_of_expiry") && printed.expiry != visa.valid_until,
                "valid_until");
  return fields.take();
}

}  // namespace evisa::verifier
