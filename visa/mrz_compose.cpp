// Writing an MRZ from its fields, by the same layout tables that reading uses.
#include <fmt/format.h>

#include <algorithm>

#include "visa/check_digit.h"
#include "visa/digits.h"
#include "visa/mrz.h"
#include "visa/mrz_layout.h"

namespace evisa::visa {
namespace {

bool is_mrz_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return is_upper(c) || is_digit(c) || c == '<'; });
}

bool is_name_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return is_upper(c) || c == ' '; });
}

Result<void> check_text(std::string_view field, std::string_view text, std::size_t least,
                        std::size_t most) {
  if (text.size() >= least && text.size() <= most && is_mrz_text(text)) return {};
  return fail(Errc::malformed,
              fmt::format("MRZ field {}: found \"{}\", expected {} to {} characters A-Z, 0-9 or <",
                          field, text, least, most));
}

Result<void> check_document_code(MrzFormat format, std::string_view code) {
  const bool wants_visa = format != MrzFormat::td3;
  if (!code.empty() && code.size() <= 2 && is_upper(code.front()) && is_mrz_text(code) &&
      (code.front() == 'V') == wants_visa) {
    return {};
  }
  return fail(
      Errc::malformed,
      fmt::format(
          "MRZ field document_code of {}: found \"{}\", expected {}", to_string(format), code,
          wants_visa ? "V and a letter or nothing" : "a letter other than V, and another or none"));
}

Result<void> check_fields(const MrzLayout& layout, const MrzFields& fields) {
  if (auto ok = check_document_code(layout.format, fields.document_code); !ok) return ok;
  if (fields.issuing_state.empty() || fields.nationality.empty()) {
    return fail(Errc::malformed, "MRZ: issuing State and nationality are both needed");
  }
  const std::string_view primary = fields.name.primary;
  if (primary.empty() || primary.front() == ' ' || !is_name_text(primary) ||
      !is_name_text(fields.name.secondary)) {
    return fail(Errc::malformed,
                fmt::format("MRZ field name: found \"{}\", expected letters A-Z and single spaces, "
                            "the primary identifier not empty",
                            fields.name.display()));
  }
  if (!fields.birth.possible()) {
    return fail(Errc::malformed,
                fmt::format("MRZ field date_of_birth: no such date: {}", fields.birth.display()));
  }
  if (auto ok =
          check_text("document_number", fields.document_number, 1, layout.document_number.length);
      !ok) {
    return ok;
  }
  return check_text("optional_data", fields.optional_data, 0, layout.optional_data.length);
}

class LineWriter {
 public:
  explicit LineWriter(std::size_t width)
      : lines_{std::string(width, '<'), std::string(width, '<')} {}

  void put(const MrzSpan& span, std::string_view text) {
    line(span).replace(span.begin, text.size(), text);
  }
  /// Writes a field and the check digit over its whole width.
  void put_checked(const MrzSpan& span, std::string_view text, const MrzSpan& check) {
    put(span, text);
    const char digit = mrz_check_digit(get(span));
    put(check, {&digit, 1});
  }
  [[nodiscard]] std::string_view get(const MrzSpan& span) const {
    const std::string& from = span.line == 0 ? lines_.line1 : lines_.line2;
    return std::string_view{from}.substr(span.begin, span.length);
  }
  MrzLines take() && { return std::move(lines_); }

 private:
  std::string& line(const MrzSpan& span) { return span.line == 0 ? lines_.line1 : lines_.line2; }
  MrzLines lines_;
};

std::string birth_field(const BirthDate& birth) {
  const auto two = [](auto part) {
    return part ? fmt::format("{:02}", *part % 100) : std::string{"<<"};
  };
  return two(birth.year) + two(birth.month) + two(birth.day);
}

std::string expiry_field(const Date& date) {
  return fmt::format("{:02}{:02}{:02}", date.year() % 100, date.month(), date.day());
}

}  // namespace

Result<MrzLines> compose_mrz(MrzFormat format, const MrzFields& fields) {
  const MrzLayout& layout = mrz_layout(format);
  if (auto ok = check_fields(layout, fields); !ok) return std::unexpected(ok.error());
  LineWriter lines(layout.width);
  lines.put(layout.document_code, fields.document_code);
  lines.put(layout.issuing_state, fields.issuing_state.mrz());
  lines.put(layout.name, compose_name_field(fields.name, layout.name.length));
  lines.put_checked(layout.document_number, fields.document_number, layout.document_number_check);
  lines.put(layout.nationality, fields.nationality.mrz());
  lines.put_checked(layout.birth, birth_field(fields.birth), layout.birth_check);
  const char sex = mrz_char(fields.sex);
  lines.put(layout.sex, {&sex, 1});
  lines.put_checked(layout.expiry, expiry_field(fields.expiry), layout.expiry_check);
  lines.put(layout.optional_data, fields.optional_data);
  // An empty personal number keeps the filler as its check digit.
  if (layout.optional_data_check && !fields.optional_data.empty()) {
    lines.put_checked(layout.optional_data, fields.optional_data, *layout.optional_data_check);
  }
  if (layout.composite_check) {
    std::string covered;
    for (const MrzSpan& part : layout.composite_parts) covered += lines.get(part);
    const char digit = mrz_check_digit(covered);
    lines.put(*layout.composite_check, {&digit, 1});
  }
  return std::move(lines).take();
}

}  // namespace evisa::visa
