// A visa signer at work: a visa to a signed seal. Doc 9303-13, Doc 9303-7 section 9.
#include "crypto/seal_signer.h"

#include <fmt/core.h>

#include <algorithm>

#include "crypto/seal_header_text.h"
#include "visa/local_time.h"

namespace evisa::crypto {
namespace {

constexpr std::string_view kProbe = "evisa: do this key and this certificate belong together?";

std::uint16_t document_type(Profile profile) {
  switch (profile) {
    case Profile::national:
      return 0x5D02;
    case Profile::icao:
      return 0x5D01;
  }
  return 0;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

/// True when the local date has a moment in the certificate's period, as validation sees it.
bool may_sign_on(const Certificate& certificate, const visa::Date& date) {
  const auto local = visa::LocalTime::kazakhstan();
  return local.start_of(date) <= certificate.not_after() &&
         local.start_of(date.plus_days(1)) > certificate.not_before();
}

SealHeader header_of(const visa::Visa& visa, const visa::Date& signature_date,
                     const Certificate& certificate, Profile profile) {
  SealHeader header;
  header.issuing_country = visa.issuing_state.mrz();
  header.signer = certificate.signer_identifier();
  header.certificate_reference = upper(certificate.serial_hex());
  header.issue_date = visa.issue_date;
  header.signature_date = signature_date;
  header.feature_definition = static_cast<std::uint8_t>(document_type(profile) >> 8);
  header.type_category = static_cast<std::uint8_t>(document_type(profile) & 0xFF);
  return header;
}

/// A seal that our own reader would refuse must not leave the house.
Result<Bytes> read_back(Bytes seal, Profile profile) {
  const auto decoded = decode_seal(seal);
  if (!decoded) return std::unexpected(decoded.error());
  const auto visa = decode_visa_features(*decoded, profile);
  if (!visa) return std::unexpected(visa.error());
  return seal;
}

}  // namespace

Result<SealSigner> SealSigner::open(SigningKey key, Certificate certificate, Profile profile) {
  const auto expected =
      profile == Profile::national ? SigningKey::Algorithm::ed25519 : SigningKey::Algorithm::p256;
  if (key.algorithm() != expected) {
    return fail(Errc::untrusted,
                fmt::format("signer: the {} profile needs a key of {}", to_string(profile),
                            profile == Profile::national ? "Ed25519" : "P-256"));
  }
  if (!certificate.may_sign_seals() ||
      certificate.signer_identifier().size() != kSignerCharacters) {
    return fail(Errc::untrusted,
                fmt::format("signer: the certificate of `{}` is not one of a visa signer",
                            certificate.signer_identifier()));
  }
  const auto probe = key.sign(as_bytes(kProbe));
  if (!probe) return std::unexpected(probe.error());
  if (!certificate.verifies(as_bytes(kProbe), *probe)) {
    return fail(Errc::untrusted, "signer: key and certificate do not belong together");
  }
  return SealSigner(std::move(key), std::move(certificate), profile);
}

Result<Bytes> SealSigner::seal(const visa::Visa& visa, const visa::Date& signature_date) const {
  if (!may_sign_on(certificate_, signature_date)) {
    return fail(Errc::out_of_range,
                fmt::format("signer: {} lies outside the certificate's period {} to {}",
                            signature_date.iso(), visa::to_string(certificate_.not_before()),
                            visa::to_string(certificate_.not_after())),
                "make a new signer certificate");
  }
  const auto features = encode_visa_features(visa, profile_);
  if (!features) return std::unexpected(features.error());
  auto signed_part =
      encode_signed_part(header_of(visa, signature_date, certificate_, profile_), *features);
  if (!signed_part) return std::unexpected(std::move(signed_part.error()));
  const auto signature = key_.sign(*signed_part);
  if (!signature) return std::unexpected(signature.error());
  auto seal = append_signature(std::move(*signed_part), *signature);
  if (!seal) return seal;
  return read_back(std::move(*seal), profile_);
}

}  // namespace evisa::crypto
