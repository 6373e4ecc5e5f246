// Law: an MRZ without defects is composed again from its fields, and reads back as the same fields.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "visa/mrz.h"

namespace {

using namespace evisa::visa;

void check(bool holds) {
  if (!holds) std::abort();
}

MrzFields fields_of(const Mrz& mrz) {
  return {mrz.document_code, mrz.issuing_state, mrz.name,    mrz.document_number, mrz.nationality,
          mrz.birth,         mrz.sex,           *mrz.expiry, mrz.optional_data};
}

void composes_again(const Mrz& mrz, const Date& today) {
  if (!mrz.defects.empty()) return;
  const auto lines = compose_mrz(mrz.format, fields_of(mrz));
  check(lines.has_value());
  const auto again = parse_mrz(lines->line1 + '\n' + lines->line2, today);
  check(again && again->defects.empty() && again->format == mrz.format);
  check(again->document_code == mrz.document_code && again->issuing_state == mrz.issuing_state &&
        again->name.primary == mrz.name.primary && again->name.secondary == mrz.name.secondary &&
        again->document_number == mrz.document_number && again->nationality == mrz.nationality &&
        again->birth == mrz.birth && again->sex == mrz.sex && again->expiry == mrz.expiry &&
        again->optional_data == mrz.optional_data);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Date today = Date::parse("2026-11-20").value();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto mrz = parse_mrz(text, today)) composes_again(*mrz, today);
  // A seal's MRZ has no optional data; it composes to a whole one.
  if (const auto mrz = parse_seal_mrz(text, today)) composes_again(*mrz, today);
  return 0;
}
