// A traveller at a border, with real keys, a really signed seal and a really composed passport MRZ.
#include "tests/unit/verifier/scene.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "crypto/c40.h"

namespace evisa::verifier::scenes {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::cerr << result.error().message << "\n";
    std::abort();
  }
  return std::move(*result);
}

Ministry make_ministry() {
  using crypto::SigningKey;
  const auto from = instant("2026-01-01T00:00:00Z"), to = instant("2027-06-01T00:00:00Z");
  const crypto::CertificateRequest ca{"KZ", "Test CSCA", 1, from, instant("2036-01-01T00:00:00Z")};
  auto csca = must(crypto::CertificateAuthority::create(
      SigningKey::generate(SigningKey::Algorithm::ed25519), ca));
  auto key = SigningKey::generate(SigningKey::Algorithm::ed25519);
  auto p256 = SigningKey::generate(SigningKey::Algorithm::p256);
  const auto certificate = must(csca.issue_signer(key, {"KZ", "VS", 0x1a, from, to}));
  const auto icao_certificate = must(csca.issue_signer(p256, {"KZ", "VI", 0x2b, from, to}));
  auto national = must(crypto::SealSigner::open(key, certificate, crypto::Profile::national));
  auto icao = must(crypto::SealSigner::open(p256, icao_certificate, crypto::Profile::icao));
  auto signers = crypto::SignerSet::build({certificate, icao_certificate}, {csca.certificate()});
  return {std::move(csca),     std::move(key),  std::move(p256),
          std::move(national), std::move(icao), std::move(signers)};
}

/// What our own signer refuses to make: an ICAO seal of another State, correctly signed.
crypto::Bytes foreign_seal(visa::Visa visa, const visa::Date& signed_on) {
  const auto state = std::exchange(visa.issuing_state, country("KAZ"));
  auto features = must(crypto::encode_visa_features(visa, crypto::Profile::icao));
  visa.issuing_state = state;
  const auto mrz = must(visa::compose_visa_mrz(visa));
  features.front().value = must(crypto::c40_encode(mrz.line1 + mrz.line2.substr(0, 28)));
  const auto& certificate = ministry().icao.certificate();
  crypto::SealHeader header;
  header.issuing_country = state.mrz();
  header.signer = certificate.signer_identifier();
  header.certificate_reference = "2B";
  header.issue_date = visa.issue_date;
  header.signature_date = signed_on;
  header.feature_definition = 0x5D;
  header.type_category = 0x01;
  auto signed_part = must(crypto::encode_signed_part(header, features));
  const auto signature = must(ministry().icao_key.sign(signed_part));
  return must(crypto::append_signature(std::move(signed_part), signature));
}

}  // namespace

visa::Date date(std::string_view iso) { return must(visa::Date::parse(iso)); }
visa::Instant instant(std::string_view text) { return must(visa::parse_instant(text)); }
visa::CountryCode country(std::string_view code) { return must(visa::CountryCode::parse(code)); }
visa::AirportCode airport(std::string_view code) { return must(visa::AirportCode::parse(code)); }
visa::CategoryCode category(std::string_view code) { return must(visa::CategoryCode::parse(code)); }

const Ministry& ministry() {
  static const Ministry one = make_ministry();
  return one;
}

visa::Visa good_visa() {
  visa::Visa visa;
  visa.number = must(visa::VisaNumber::compose(26, 12345678));
  visa.category = category("B12");
  visa.name = {"SHARMA", "RAVI KUMAR", false};
  visa.issuing_state = country("KAZ");
  visa.nationality = country("IND");
  visa.birth = visa::BirthDate::from(date("1990-01-15"));
  visa.sex = visa::Sex::male;
  visa.passport_number = must(visa::PassportNumber::parse("Z1234567"));
  visa.passport_issuing_state = country("IND");
  visa.valid_from = date("2026-11-10");
  visa.valid_until = date("2027-01-05");
  visa.stay.days = 30;
  visa.entry_points = {airport("ALA"), airport("NQZ")};
  visa.issue_date = date("2026-11-01");
  return visa;
}

visa::MrzFields passport_for(const visa::Visa& visa) {
  visa::MrzFields fields;
  fields.document_code = "P";
  fields.issuing_state = visa.passport_issuing_state.value_or(visa.nationality);
  fields.name = visa.name;
  fields.document_number = visa.passport_number.text();
  fields.nationality = visa.nationality;
  fields.birth = visa.birth;
  fields.sex = visa.sex;
  fields.expiry = date("2031-07-04");
  return fields;
}

Scene::Scene() {
  request.checkpoint = "ALA";
  request.booth = "ALA-03";
  request.now = instant("2026-11-20T10:00:00Z");
  request.history_asked = true;
}

crypto::Bytes Scene::seal_bytes() const {
  const bool icao = profile == crypto::Profile::icao;
  auto bytes = visa.issuing_state.text() != "KAZ"
                   ? foreign_seal(visa, signed_on)
                   : must((icao ? ministry().icao : ministry().national).seal(visa, signed_on));
  if (spoil_seal) spoil_seal(bytes);
  return bytes;
}

crypto::SealValidation Scene::validation() const {
  return crypto::validate_seal(seal_bytes(), signers, request.now);
}

void Scene::at(std::string_view now) {
  request.now = instant(now);
  data_as_of = request.now - std::chrono::minutes{30};
}

void Scene::happened(visa::EventKind kind, std::string_view time, std::string_view booth,
                     std::uint64_t sequence) {
  visa::Crossing event;
  event.id = {std::string(booth), sequence};
  event.time = instant(time);
  event.kind = kind;
  event.visa = *visa.number;
  event.airport = airport(booth.substr(0, 3));
  event.officer = "7001";
  request.history.push_back(event);
}

void Scene::record(visa::VisaStatus status) {
  visa::VisaRecord known;
  known.visa = visa;
  known.status = status;
  request.record = known;
  request.register_asked = true;
}

InspectionRequest Scene::complete() const {
  InspectionRequest whole = request;
  if (with_seal && !whole.seal) whole.seal = validation();
  if (with_passport && !whole.passport) {
    auto lines = must(visa::compose_mrz(visa::MrzFormat::td3, passport));
    if (spoil_passport) spoil_passport(lines);
    whole.passport = must(visa::parse_mrz(lines.line1 + "\n" + lines.line2, date("2026-11-20")));
  }
  return whole;
}

void Scene::with_trust(const std::function<void(const Trust&)>& use) const {
  const auto encoded = crypto::encode_revocations(revoked);
  const auto table = must(crypto::RevocationTable::open(encoded));
  use({.rules = &rules,
       .reasons = &visa::ReasonTable::builtin(),
       .airports = &visa::AirportTable::builtin(),
       .countries = &visa::CountryTable::builtin(),
       .revocations = revocations_known ? &table : nullptr,
       .bundle_sequence = 7,
       .data_as_of = data_as_of,
       .clock = clock_trusted ? visa::ClockState{}
                              : visa::ClockState{visa::ClockFault::behind, clock_off_seconds}});
}

Inspection Scene::run() const {
  Inspection inspection;
  with_trust([&](const Trust& trust) { inspection = inspect(complete(), trust); });
  return inspection;
}

const visa::Reason* find_reason(const Inspection& inspection, visa::ReasonCode code) {
  const auto found = std::ranges::find(inspection.reasons, code, &visa::Reason::code);
  return found == inspection.reasons.end() ? nullptr : &*found;
}

std::string param(const Inspection& inspection, visa::ReasonCode code, std::string_view name) {
  const auto* reason = find_reason(inspection, code);
  if (reason == nullptr) return "(no such reason)";
  const auto found =
      std::ranges::find_if(reason->params, [&](const auto& p) { return p.first == name; });
  return found == reason->params.end() ? "(no such parameter)" : found->second;
}

CheckResult result_of(const Inspection& inspection, std::string_view check) {
  const auto found = std::ranges::find(inspection.checks, check, &Check::id);
  if (found == inspection.checks.end()) std::abort();
  return found->result;
}

std::string codes(const Inspection& inspection) {
  std::string text(visa::to_string(inspection.outcome));
  for (const auto& reason : inspection.reasons)
    text += " " + std::string(visa::to_string(reason.code));
  return text;
}

}  // namespace evisa::verifier::scenes
