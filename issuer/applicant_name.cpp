// The applicant's name in MRZ letters; rules.md 6.4, Doc 9303-3 4.6 and section 6.
#include "issuer/applicant_name.h"

#include <fmt/core.h>

#include <algorithm>

namespace evisa::issuer {
namespace {

using visa::MrzName;

constexpr std::size_t kLongestPart = 200;  // no State's passport comes near; keeps messages short
constexpr std::size_t kNameFieldWidth = 39;

/// A-Z in components separated by single blanks.
bool is_identifier(std::string_view text) {
  if (text.empty() || text.size() > kLongestPart || text.front() == ' ' || text.back() == ' ')
    return false;
  if (text.find("  ") != std::string_view::npos) return false;
  return std::ranges::all_of(text, [](char c) { return c == ' ' || (c >= 'A' && c <= 'Z'); });
}

std::optional<MrzName> as_in_mrz(const crypto::Json& value, std::vector<Problem>& problems) {
  constexpr std::string_view kExpected =
      "A-Z in words separated by single blanks, as in the passport's MRZ";
  if (!value.is_object()) {
    problems.push_back({"mrz_name", shown_json(value), "an object with primary and secondary"});
    return std::nullopt;
  }
  FieldReader fields(value, problems, "mrz_name.");
  const std::size_t before = problems.size();
  fields.refuse_unknown({"primary", "secondary"});
  const auto primary = fields.text("primary", kExpected);
  // A holder may have a primary identifier only: then the secondary one is absent or empty.
  const auto secondary =
      fields.has("secondary") ? fields.text("secondary", kExpected) : std::string();
  if (primary && !is_identifier(*primary)) fields.problem("primary", shown(*primary), kExpected);
  if (secondary && !secondary->empty() && !is_identifier(*secondary)) {
    fields.problem("secondary", shown(*secondary), kExpected);
  }
  if (problems.size() != before) return std::nullopt;
  return MrzName{*primary, *secondary, false};
}

/// Transliterates one part; tells the office when the letters are not those that were typed.
std::optional<std::string> latin(FieldReader& fields, std::string_view key, std::string_view typed,
                                 std::vector<Notice>& notices) {
  auto result = typed.size() > kLongestPart
                    ? Result<std::string>(fail(Errc::out_of_range, "at most 200 bytes"))
                    : visa::transliterate(typed);
  if (result && !is_identifier(*result)) {
    result = fail(Errc::malformed, "1 to 200 letters");  // one letter may become several
  }
  if (!result) {
    fields.problem(key, shown(typed),
                   "a name that can be written in A-Z (" + result.error().message + ")");
    return std::nullopt;
  }
  // What does not write an ASCII letter as itself was somebody's choice: the passport's MRZ
  // decides.
  const bool ascii =
      std::ranges::all_of(typed, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii) {
    notices.push_back(
        {std::string(key), fmt::format("written as {}; compare with the passport's MRZ and "
                                       "give mrz_name where it differs",
                                       *result)});
  }
  return *result;
}

std::optional<MrzName> as_typed(FieldReader& fields, std::vector<Notice>& notices) {
  constexpr std::string_view kExpected = "the name as in the passport (or mrz_name instead)";
  const auto surname = fields.text("surname", kExpected);
  const auto given =
      fields.has("given_names") ? fields.text("given_names", kExpected) : std::string();
  const auto primary = surname ? latin(fields, "surname", *surname, notices) : std::nullopt;
  std::optional<std::string> secondary = std::string();
  if (given && !given->empty()) secondary = latin(fields, "given_names", *given, notices);
  if (!primary || !given || !secondary) return std::nullopt;
  return MrzName{*primary, *secondary, false};
}

}  // namespace

std::optional<MrzName> read_name(FieldReader& fields, const crypto::Json& application,
                                 std::vector<Problem>& problems, std::vector<Notice>& notices) {
  const bool typed = fields.has("surname") || fields.has("given_names");
  if (typed && fields.has("mrz_name")) {
    fields.problem("mrz_name", "mrz_name and surname or given_names",
                   "one of the two forms of the name");
    return std::nullopt;
  }
  auto name = fields.has("mrz_name") ? as_in_mrz(application.at("mrz_name"), problems)
                                     : as_typed(fields, notices);
  if (name && name->primary.size() + 2 + name->secondary.size() > kNameFieldWidth) {
    notices.push_back(
        {"name", fmt::format("{} letters do not fit the 39 places of the MRZ: cut there",
                             name->display().size())});
  }
  return name;
}

}  // namespace evisa::issuer
