// Texts for a reason code where its own text would not be true.
#include "visa/reason_variants.h"

#include <fmt/format.h>

#include <algorithm>

#include "visa/csv.h"
#include "visa/embedded_data.h"

namespace evisa::visa {
namespace {

Result<std::vector<ReasonVariant>> parse_variants(std::string_view csv) {
  const auto text = parse_csv(csv);
  if (!text) return std::unexpected(text.error());
  const std::vector<std::string> columns{"code",         "variant",      "officer_en",
                                         "officer_ru",   "officer_kk",   "traveller_en",
                                         "traveller_ru", "traveller_kk", "traveller_zh"};
  if (text->header != columns)
    return fail(Errc::malformed, "reason variants: the columns are not those expected");
  std::vector<ReasonVariant> variants;
  for (const auto& row : text->rows) {
    const auto code = find_reason_code(row[0]);
    if (!code)
      return fail(Errc::malformed, fmt::format("reason variants: \"{}\" is no code", row[0]));
    variants.push_back({*code, row[1], {row[2], row[3], row[4]}, {row[5], row[6], row[7], row[8]}});
  }
  return variants;
}

}  // namespace

const std::vector<ReasonVariant>& reason_variants() {
  static const std::vector<ReasonVariant> all = sound(parse_variants(k_reason_variants_csv));
  return all;
}

const ReasonVariant* find_variant(const Reason& reason) {
  const auto named =
      std::ranges::find_if(reason.params, [](const auto& p) { return p.first == "variant"; });
  if (named == reason.params.end()) return nullptr;
  const auto found = std::ranges::find_if(reason_variants(), [&](const ReasonVariant& variant) {
    return variant.code == reason.code && variant.name == named->second;
  });
  return found == reason_variants().end() ? nullptr : &*found;
}

}  // namespace evisa::visa
