// The head of a trust bundle: everything but the revocation table, as JSON. Grammar in
// bundle_head.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/trust_bundle.h"

namespace evisa::crypto {

inline constexpr std::string_view kBundleMagic = "EVISA-TRUST-BUNDLE-1\n";
inline constexpr std::size_t kMaxBundleHead = 16U << 20;

struct BundleHead {
  std::uint64_t sequence = 0;
  visa::Instant issued_at{};
  visa::Instant next_update{};
  bool test_only = true;
  std::vector<BundleSigner> signers;
  std::vector<Certificate> anchors;
  visa::RuleSet rules;
  visa::AirportTable airports;
  visa::CountryTable countries;
  visa::ReasonTable reasons;
};

[[nodiscard]] std::string encode_bundle_head(const BundleContents& contents);
/// Errors: malformed (grammar, a text that does not parse, nothing where something must be, a
/// certificate that is there twice), out_of_range (next update not after issue, sequence 0).
[[nodiscard]] Result<BundleHead> parse_bundle_head(std::string_view json);

}  // namespace evisa::crypto
