// A traveller at a border, with real keys, a really signed seal and a really composed passport MRZ.
// Tests change one thing of a scene in which all is well, and look at the inspection.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "crypto/seal_signer.h"
#include "verifier/inspection.h"
#include "verifier/recording.h"

namespace evisa::verifier::scenes {

[[nodiscard]] visa::Date date(std::string_view iso);
[[nodiscard]] visa::Instant instant(std::string_view text);
[[nodiscard]] visa::CountryCode country(std::string_view code);
[[nodiscard]] visa::AirportCode airport(std::string_view code);
[[nodiscard]] visa::CategoryCode category(std::string_view code);

/// The ministry: one CSCA, one signer of each profile. Made once per process.
struct Ministry {
  crypto::CertificateAuthority csca;
  crypto::SigningKey key;       ///< of the national signer
  crypto::SigningKey icao_key;  ///< of the ICAO signer
  crypto::SealSigner national, icao;
  crypto::SignerSet signers;
};
[[nodiscard]] const Ministry& ministry();

[[nodiscard]] visa::Visa good_visa();
/// The passport that the visa was issued for.
[[nodiscard]] visa::MrzFields passport_for(const visa::Visa& visa);

struct Scene {
  visa::Visa visa = good_visa();
  visa::MrzFields passport = passport_for(good_visa());
  bool with_seal = true, with_passport = true;
  crypto::Profile profile = crypto::Profile::national;
  visa::Date signed_on = date("2026-11-01");
  visa::RuleSet rules = visa::RuleSet::builtin();
  crypto::SignerSet signers = ministry().signers;
  std::vector<std::pair<visa::VisaNumber, visa::Revocation>> revoked;
  bool revocations_known = true, clock_trusted = true;
  std::int64_t clock_off_seconds = 0;
  std::optional<visa::Instant> data_as_of = instant("2026-11-20T09:30:00Z");
  std::function<void(crypto::Bytes&)> spoil_seal;
  std::function<void(visa::MrzLines&)> spoil_passport;
  /// Direction entry, Almaty, booth ALA-03, 2026-11-20T10:00Z. Seal and passport are filled by
  /// `run`.
  InspectionRequest request;

  Scene();
  [[nodiscard]] crypto::Bytes seal_bytes() const;
  [[nodiscard]] crypto::SealValidation validation() const;
  /// Moves the clock, and the tables' age with it.
  void at(std::string_view now);
  /// An event of this visa on record.
  void happened(visa::EventKind kind, std::string_view time, std::string_view booth = "ALA-07",
                std::uint64_t sequence = 1);
  void record(visa::VisaStatus status = visa::VisaStatus::issued);
  /// The request as `inspect` gets it.
  [[nodiscard]] InspectionRequest complete() const;
  [[nodiscard]] Inspection run() const;
  /// Calls `use` with the trust that `run` works with.
  void with_trust(const std::function<void(const Trust&)>& use) const;
};

[[nodiscard]] const visa::Reason* find_reason(const Inspection& inspection, visa::ReasonCode code);
[[nodiscard]] std::string param(const Inspection& inspection, visa::ReasonCode code,
                                std::string_view name);
[[nodiscard]] CheckResult result_of(const Inspection& inspection, std::string_view check);
/// All reason codes, for messages.
[[nodiscard]] std::string codes(const Inspection& inspection);

}  // namespace evisa::verifier::scenes
