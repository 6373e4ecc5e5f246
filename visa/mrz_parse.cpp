// Reading an MRZ: characters are checked first, then fields, then check digits (Doc 9303-3 4).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "visa/check_digit.h"
#include "visa/digits.h"
#include "visa/mrz.h"
#include "visa/mrz_layout.h"
#include "visa/mrz_lines.h"

namespace evisa::visa {
namespace {

std::string_view without_fillers(std::string_view text) {
  while (!text.empty() && text.back() == '<') text.remove_suffix(1);
  return text;
}

Result<MrzFormat> format_of(const MrzText& lines) {
  const bool visa = lines.line1.front() == 'V';
  if (lines.line1.size() == 44) return visa ? MrzFormat::mrv_a : MrzFormat::td3;
  if (visa) return MrzFormat::mrv_b;
  return fail(Errc::malformed,
              fmt::format("MRZ: found document code {} on lines of 36, expected V (a visa, MRV-B)",
                          lines.line1.substr(0, 2)),
              "identity cards are not read: an e-visa belongs to a passport");
}

/// Fills an Mrz field by field from its layout.
class FieldReader {
 public:
  FieldReader(const MrzLayout& layout, const MrzText& lines, const Date& today)
      : layout_(layout), lines_(lines), today_(today) {
    mrz_.format = layout.format;
    mrz_.line1 = lines.line1;
    mrz_.line2 = lines.line2;
  }

  Mrz read() && {
    mrz_.document_code = without_fillers(at(layout_.document_code));
    if (!is_upper(at(layout_.document_code).front())) {
      defect("document_code", at(layout_.document_code), "a letter first");
    }
    read_country("issuing_state", layout_.issuing_state, mrz_.issuing_state);
    read_name();
    read_document_number();
    read_country("nationality", layout_.nationality, mrz_.nationality);
    read_birth();
    read_sex();
    read_expiry();
    read_optional_data();
    check_composite();
    return std::move(mrz_);
  }

 private:
  [[nodiscard]] std::string_view at(const MrzSpan& span) const {
    return (span.line == 0 ? lines_.line1 : lines_.line2).substr(span.begin, span.length);
  }

  void defect(std::string_view field, std::string_view found, std::string_view expected) {
    mrz_.defects.push_back({std::string{field}, std::string{found}, std::string{expected}});
  }

  void check_digit(std::string_view field, std::string_view covered, const MrzSpan& check) {
    const char expected = mrz_check_digit(covered);
    if (at(check).front() != expected) defect(field, at(check), {&expected, 1});
  }

  void read_country(std::string_view field, const MrzSpan& span, CountryCode& out) {
    if (const auto code = CountryCode::parse(at(span))) {
      out = *code;
    } else {
      defect(field, at(span), "1 to 3 letters");
    }
  }

  void read_name() {
    if (auto name = parse_name_field(at(layout_.name))) {
      mrz_.name = std::move(*name);
    } else {
      defect("name", at(layout_.name), "letters and fillers");
    }
  }

  void read_document_number() {
    const std::string_view field = at(layout_.document_number);
    mrz_.document_number = without_fillers(field);
    if (mrz_.document_number.empty()) defect("document_number", field, "a number");
    check_digit("document_number", field, layout_.document_number_check);
  }

  /// A two-digit part; nullopt for `<<`; `bad` for anything else or outside 1..`limit`.
  static std::optional<unsigned> date_part(std::string_view part, unsigned limit, bool& bad) {
    if (part == "<<") return std::nullopt;
    const auto value = read_digits(part);
    if (!value || (limit != 0 && (*value < 1 || *value > limit))) {
      bad = true;
      return std::nullopt;
    }
    return value;
  }

  void read_birth() {
    const std::string_view field = at(layout_.birth);
    bool bad = false;
    BirthDate& birth = mrz_.birth;
    const auto year = date_part(field.substr(0, 2), 0, bad);
    birth.month = date_part(field.substr(2, 2), 12, bad);
    birth.day = date_part(field.substr(4, 2), 31, bad);
    if (year) birth.year = expand_birth_year(static_cast<int>(*year), today_);
    if (birth.complete()) {
      const auto date = Date::from_ymd(*birth.year, *birth.month, *birth.day);
      // Born later this year is not yet born: the century before.
      if (date && *date > today_) *birth.year -= 100;
    }
    if (bad || !birth.possible()) {
      defect("date_of_birth", field, "a date that exists");
    }
    check_digit("date_of_birth", field, layout_.birth_check);
  }

  void read_sex() {
    if (const auto sex = parse_sex(at(layout_.sex).front())) {
      mrz_.sex = *sex;
    } else {
      defect("sex", at(layout_.sex), "F, M or <");
    }
  }

  void read_expiry() {
    const std::string_view field = at(layout_.expiry);
    const auto year = read_digits(field.substr(0, 2));
    const auto month = read_digits(field.substr(2, 2));
    const auto day = read_digits(field.substr(4, 2));
    if (year && month && day) {
      const auto date =
          Date::from_ymd(expand_expiry_year(static_cast<int>(*year), today_), *month, *day);
      if (date) mrz_.expiry = *date;
    }
    if (!mrz_.expiry) defect("date_of_expiry", field, "a date that exists");
    check_digit("date_of_expiry", field, layout_.expiry_check);
  }

  void read_optional_data() {
    const MrzSpan& span = layout_.optional_data;
    // A seal holds line 2 only up to the optional data.
    if (lines_.line2.size() <= span.begin) return;
    mrz_.optional_data = without_fillers(at(span));
    if (!layout_.optional_data_check) return;
    // SPEC: Doc 9303-4 4.2.2: the check digit may be a filler when the personal number is empty.
    if (mrz_.optional_data.empty() && at(*layout_.optional_data_check) == "<") return;
    check_digit("personal_number", at(span), *layout_.optional_data_check);
  }

  void check_composite() {
    if (!layout_.composite_check) return;
    std::string covered;
    for (const MrzSpan& part : layout_.composite_parts) covered += at(part);
    check_digit("composite", covered, *layout_.composite_check);
  }

  const MrzLayout& layout_;
  const MrzText& lines_;
  const Date& today_;
  Mrz mrz_;
};

Result<Mrz> read_lines(MrzFormat format, const MrzText& lines, const Date& today) {
  if (auto ok = check_mrz_characters(lines); !ok) return std::unexpected(ok.error());
  return FieldReader(mrz_layout(format), lines, today).read();
}

}  // namespace

Result<Mrz> parse_mrz(std::string_view text, const Date& today) {
  const auto lines = split_mrz(text);
  if (!lines) return std::unexpected(lines.error());
  const auto format = format_of(*lines);
  if (!format) return std::unexpected(format.error());
  return read_lines(*format, *lines, today);
}

Result<Mrz> parse_seal_mrz(std::string_view text, const Date& today) {
  for (const MrzFormat format : {MrzFormat::mrv_a, MrzFormat::mrv_b}) {
    const std::size_t width = mrz_layout(format).width;
    if (text.size() != width + kSealLine2) continue;
    if (text.front() != 'V') {
      return fail(Errc::malformed,
                  fmt::format("MRZ of a seal: found document code '{}', expected V", text.front()));
    }
    return read_lines(format, {text.substr(0, width), text.substr(width)}, today);
  }
  return fail(Errc::malformed,
              fmt::format("MRZ of a seal: found {} characters, expected 72 (MRV-A) or 64 (MRV-B)",
                          text.size()));
}

}  // namespace evisa::visa
