// A Visa to the features of its seal. Doc 9303-7 9.1, tags 80-83 of the design.
#include <fmt/core.h>

#include <algorithm>

#include "crypto/c40.h"
#include "crypto/seal_date.h"
#include "crypto/visa_feature_tags.h"
#include "crypto/visa_features.h"

namespace evisa::crypto {
namespace {

using namespace visa_tags;

/// Collects features in the order of their tags; the first error stays.
class FeatureWriter {
 public:
  void add(std::uint8_t tag, Bytes value) { features_.push_back({tag, std::move(value)}); }

  void add_c40(std::uint8_t tag, std::string_view text) {
    auto coded = c40_encode(text);
    if (!coded) return refuse(tag, coded.error().message);
    add(tag, std::move(*coded));
  }

  void refuse(std::uint8_t tag, std::string_view why) {
    if (!error_) error_ = Error{Errc::malformed, fmt::format("feature {:02x}: {}", tag, why)};
  }

  Result<std::vector<FeatureValue>> finish() {
    if (error_) return std::unexpected(std::move(*error_));
    return std::move(features_);
  }

 private:
  std::vector<FeatureValue> features_;
  std::optional<Error> error_;
};

// SPEC: Doc 9303-7 9.1 tag 01: line 1 and the first 28 characters of line 2.
void add_mrz(FeatureWriter& out, const visa::Visa& visa) {
  const auto mrz = visa::compose_visa_mrz(visa, visa::MrzFormat::mrv_a);
  if (!mrz) return out.refuse(kMrzA, mrz.error().message);
  out.add_c40(kMrzA, mrz->line1 + mrz->line2.substr(0, kMrzLine2Characters));
}

void add_visa_type(FeatureWriter& out, const visa::Visa& visa, bool required) {
  const auto text = visa.category.text();
  if (text.empty() && required) return out.refuse(kVisaType, "category missing");
  if (!text.empty()) out.add(kVisaType, Bytes(text.begin(), text.end()));
}

void add_entry_points(FeatureWriter& out, const visa::Visa& visa, bool required) {
  if (visa.entry_points.empty()) {
    if (required) out.refuse(kEntryPoints, "at least one airport expected");
    return;
  }
  if (visa.entry_points.size() > kMaxEntryPoints) {
    return out.refuse(kEntryPoints, fmt::format("{} airports, at most {} expected",
                                                visa.entry_points.size(), kMaxEntryPoints));
  }
  auto airports = visa.entry_points;
  std::ranges::sort(airports);
  if (std::ranges::adjacent_find(airports) != airports.end()) {
    return out.refuse(kEntryPoints, "an airport twice");
  }
  std::string text;
  for (const auto& airport : airports) text += airport.text();
  out.add_c40(kEntryPoints, text);
}

void add_national(FeatureWriter& out, const visa::Visa& visa, bool required) {
  const auto missing = [&](std::uint8_t tag, std::string_view what) {
    if (required) out.refuse(tag, fmt::format("{} missing", what));
  };
  if (visa.valid_from) {
    const auto date = encode_seal_date(*visa.valid_from);
    out.add(kValidFrom, Bytes(date.begin(), date.end()));
  } else {
    missing(kValidFrom, "valid from");
  }
  if (visa.number) {
    out.add_c40(kVisaNumber, visa.number->text());
  } else {
    missing(kVisaNumber, "visa number");
  }
  add_entry_points(out, visa, required);
  if (visa.passport_issuing_state) {
    out.add_c40(kPassportState, visa.passport_issuing_state->mrz());
  } else {
    missing(kPassportState, "passport's issuing State");
  }
}

}  // namespace

Result<std::vector<FeatureValue>> encode_visa_features(const visa::Visa& visa, Profile profile) {
  const bool national = profile == Profile::national;
  FeatureWriter out;
  if (visa.issuing_state.text() != kKazakhstan) {
    out.refuse(kMrzA, fmt::format("issuing State `{}`, KAZ expected", visa.issuing_state.text()));
  }
  add_mrz(out, visa);
  if (visa.entries > 255)
    out.refuse(kEntries, fmt::format("{} entries, at most 255", visa.entries));
  out.add(kEntries, {static_cast<std::uint8_t>(visa.entries)});
  out.add(kStay, {visa.stay.days, visa.stay.months, visa.stay.years});
  out.add_c40(kPassportNumber, visa.passport_number.mrz());
  add_visa_type(out, visa, national);
  add_national(out, visa, national);
  return out.finish();
}

}  // namespace evisa::crypto
