// Features of a visa's seal to a Visa. Doc 9303-7 9.1, design: tags 80-83; table in docs/seal.md.
#include "crypto/visa_features.h"

#include <fmt/core.h>

#include <algorithm>

#include "crypto/c40.h"
#include "crypto/seal_date.h"
#include "crypto/visa_feature_tags.h"

namespace evisa::crypto {
namespace {

using namespace visa_tags;

std::unexpected<Error> bad(std::uint8_t tag, std::string_view why) {
  return fail(Errc::malformed, fmt::format("feature {:02x}: {}", tag, why));
}

/// The feature's value: absent, or of a length within the bounds.
Result<std::optional<ByteView>> value_of(const UnverifiedSeal& seal, std::uint8_t tag,
                                         std::size_t least, std::size_t most, bool required) {
  const auto value = seal.find(tag);
  if (!value && required) return bad(tag, "missing");
  if (value && (value->size() < least || value->size() > most)) {
    return bad(tag, fmt::format("{} bytes, {} to {} expected", value->size(), least, most));
  }
  return value;
}

/// A C40 feature of one length, read by a domain type's `parse`. Absent and not required: nothing.
template <class T>
Result<std::optional<T>> parse_c40(const UnverifiedSeal& seal, std::uint8_t tag, std::size_t size,
                                   bool required) {
  const auto value = value_of(seal, tag, size, size, required);
  if (!value) return std::unexpected(value.error());
  if (!*value) return std::optional<T>{};
  std::array<char, 12> text{};
  const auto length = c40_decode(**value, text);
  if (!length) return bad(tag, length.error().message);
  auto parsed = T::parse(std::string_view(text.data(), *length));
  if (!parsed) return bad(tag, parsed.error().message);
  return std::optional<T>(std::move(*parsed));
}

// SPEC: Doc 9303-7 9.1: exactly one of MRZ of MRV-A (01) and MRZ of MRV-B (02).
Result<void> read_mrz_text(const UnverifiedSeal& seal, VisaFeatures& out) {
  const auto a = seal.find(kMrzA), b = seal.find(kMrzB);
  if (a.has_value() == b.has_value()) return bad(kMrzA, "exactly one of 01 and 02 expected");
  const std::uint8_t tag = a ? kMrzA : kMrzB;
  const std::size_t characters = a ? kMrzACharacters : kMrzBCharacters;
  const ByteView value = a ? *a : *b;
  if (value.size() != c40_size(characters)) {
    return bad(tag, fmt::format("{} bytes, {} expected", value.size(), c40_size(characters)));
  }
  const auto length = c40_decode(value, out.mrz);
  if (!length) return bad(tag, length.error().message);
  if (*length != characters) {
    return bad(tag, fmt::format("{} characters, {} expected", *length, characters));
  }
  out.mrz_size = *length;
  return {};
}

Result<void> read_entries_and_stay(const UnverifiedSeal& seal, Profile profile, visa::Visa& out) {
  const auto entries = value_of(seal, kEntries, 1, 1, profile == Profile::national);
  if (!entries) return std::unexpected(entries.error());
  if (*entries) out.entries = (**entries)[0];
  const auto stay = value_of(seal, kStay, 3, 3, true);
  if (!stay) return std::unexpected(stay.error());
  out.stay = {(**stay)[0], (**stay)[1], (**stay)[2]};
  return {};
}

Result<void> read_category(const UnverifiedSeal& seal, Profile profile, visa::Visa& out) {
  const bool national = profile == Profile::national;
  const auto type = value_of(seal, kVisaType, 1, 4, national);
  if (!type) return std::unexpected(type.error());
  if (!*type) return {};
  const auto category = visa::CategoryCode::parse(as_text(**type));
  if (category) out.category = *category;
  // Another State may put a code of its own here (Doc 9303-7 9.1: binary); it says nothing to us.
  if (!category && national) return bad(kVisaType, category.error().message);
  return {};
}

Result<void> read_entry_points(const UnverifiedSeal& seal, bool required, visa::Visa& out) {
  const auto value = value_of(seal, kEntryPoints, 2, kMaxEntryPoints * 2, required);
  if (!value) return std::unexpected(value.error());
  if (!*value) return {};
  std::array<char, kMaxEntryPoints * 3> text{};
  const auto length = c40_decode(**value, text);
  if (!length) return bad(kEntryPoints, length.error().message);
  for (std::size_t i = 0; i < *length; i += 3) {
    const auto airport =
        visa::AirportCode::parse({text.data() + i, std::min<std::size_t>(3, *length - i)});
    if (!airport) return bad(kEntryPoints, airport.error().message);
    if (!out.entry_points.empty() && !(out.entry_points.back() < *airport)) {
      return bad(kEntryPoints, "airports in ascending order, each once, expected");
    }
    out.entry_points.push_back(*airport);
  }
  return {};
}

Result<void> read_valid_from(const UnverifiedSeal& seal, bool required, visa::Visa& out) {
  const auto value = value_of(seal, kValidFrom, 3, 3, required);
  if (!value) return std::unexpected(value.error());
  if (!*value) return {};
  const auto date = decode_seal_date(**value);
  if (!date) return fail(date.error().code, fmt::format("feature 80: {}", date.error().message));
  out.valid_from = *date;
  return {};
}

/// Features 80-83, which are defined by KAZ alone.
Result<void> read_national(const UnverifiedSeal& seal, bool required, visa::Visa& out) {
  if (auto done = read_valid_from(seal, required, out); !done) return done;
  auto number = parse_c40<visa::VisaNumber>(seal, kVisaNumber, c40_size(11), required);
  if (!number) return std::unexpected(number.error());
  out.number = *number;
  if (auto done = read_entry_points(seal, required, out); !done) return done;
  auto state = parse_c40<visa::CountryCode>(seal, kPassportState, 2, required);
  if (!state) return std::unexpected(state.error());
  out.passport_issuing_state = *state;
  return {};
}

/// SPEC: Doc 9303-7 9.1 tag 07: at most 254 bytes. What is in it is not looked at.
Result<void> check_additional(const UnverifiedSeal& seal) {
  const auto value = value_of(seal, kAdditional, 0, kMaxAdditional, false);
  if (!value) return std::unexpected(value.error());
  return {};
}

bool is_of_kazakhstan(const UnverifiedSeal& seal) {
  return seal.header().issuing_country == kKazakhstan;
}

/// Whoever is Kazakhstan in the header or in the MRZ must be so in both. Other States are not
/// compared: published seals have header UTO over an MRZ of D.
Result<void> check_issuing_state(const visa::CountryCode& in_mrz, const SealHeader& header) {
  if ((in_mrz.text() == kKazakhstan) == (header.issuing_country == kKazakhstan)) return {};
  return fail(Errc::malformed, fmt::format("MRZ: issuing State `{}`, `{}` expected", in_mrz.text(),
                                           header.issuing_country));
}

}  // namespace

std::string_view to_string(Profile profile) {
  switch (profile) {
    case Profile::national:
      return "national";
    case Profile::icao:
      return "icao";
  }
  return "";
}

std::optional<Profile> profile_of(const SealHeader& header) {
  switch (header.document_type()) {
    case kNationalType:
      return Profile::national;
    case kIcaoType:
      return Profile::icao;
    default:
      return std::nullopt;
  }
}

Result<VisaFeatures> read_visa_features(const UnverifiedSeal& seal, Profile profile) {
  const bool national = profile == Profile::national;
  if (national && !is_of_kazakhstan(seal)) {
    return fail(Errc::malformed,
                fmt::format("issuing country: `{}`, KAZ expected in the national profile",
                            seal.header().issuing_country));
  }
  VisaFeatures out;
  if (auto done = read_mrz_text(seal, out); !done) return std::unexpected(done.error());
  if (auto done = read_entries_and_stay(seal, profile, out.visa); !done) {
    return std::unexpected(done.error());
  }
  auto passport = parse_c40<visa::PassportNumber>(seal, kPassportNumber, c40_size(9), true);
  if (!passport) return std::unexpected(passport.error());
  out.visa.passport_number = std::move(**passport);
  if (auto done = read_category(seal, profile, out.visa); !done)
    return std::unexpected(done.error());
  if (auto done = check_additional(seal); !done) return std::unexpected(done.error());
  if (is_of_kazakhstan(seal)) {
    if (auto done = read_national(seal, national, out.visa); !done)
      return std::unexpected(done.error());
  }
  out.visa.issue_date = seal.header().issue_date;
  return out;
}

Result<visa::Visa> read_visa_mrz(VisaFeatures features, const SealHeader& header) {
  const std::string_view text(features.mrz.data(), features.mrz_size);
  auto mrz = visa::parse_seal_mrz(text, header.signature_date);
  if (!mrz) return std::unexpected(mrz.error());
  if (!mrz->document_code.starts_with('V')) {
    return fail(Errc::malformed,
                fmt::format("MRZ: document code `{}`, V expected", mrz->document_code));
  }
  if (!mrz->defects.empty()) {
    const auto& defect = mrz->defects.front();
    return fail(Errc::malformed, fmt::format("MRZ: {} is `{}`, `{}` expected", defect.field,
                                             defect.found, defect.expected));
  }
  if (!mrz->expiry) return fail(Errc::malformed, "MRZ: valid until is no date");
  if (auto done = check_issuing_state(mrz->issuing_state, header); !done) {
    return std::unexpected(std::move(done.error()));
  }
  visa::Visa visa = std::move(features.visa);
  visa.name = std::move(mrz->name);
  visa.issuing_state = mrz->issuing_state;
  visa.nationality = mrz->nationality;
  visa.birth = mrz->birth;
  visa.sex = mrz->sex;
  visa.valid_until = *mrz->expiry;
  return visa;
}

Result<visa::Visa> decode_visa_features(const UnverifiedSeal& seal, Profile profile) {
  auto features = read_visa_features(seal, profile);
  if (!features) return std::unexpected(std::move(features.error()));
  return read_visa_mrz(std::move(*features), seal.header());
}

bool has_unknown_feature(const UnverifiedSeal& seal, Profile profile) {
  const bool ours = profile == Profile::national || is_of_kazakhstan(seal);
  for (std::size_t i = 0; i < seal.feature_count(); ++i) {
    const std::uint8_t tag = seal.feature(i).tag;
    const bool icao = tag >= kMrzA && tag <= kAdditional;
    const bool national = tag >= kValidFrom && tag <= kPassportState;
    if (!icao && !(national && ours)) return true;
  }
  return false;
}

}  // namespace evisa::crypto
