// The head of a trust bundle, JSON in its shortest form, keys in this order:
//
//   {"sequence": integer from 1, "issued_at": instant, "next_update": instant, "test_only":
//   boolean,
//    "signers": [{"certificate": base64 DER, "revoked_at": instant or null}, ...],
//    "anchors": [base64 DER, ...],
//    "ruleset": text, "airports": text, "countries": text, "reasons": text}
//
// An instant is `YYYY-MM-DDTHH:MM:SS[.mmm]Z`. The four texts are the files themselves: the rule set
// in its text form, the others as CSV with the columns of visa/data. Certificates are ascending by
// their DER bytes and none is there twice in a list.
#include "crypto/bundle_head.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/strict_json.h"

namespace evisa::crypto {

namespace {

constexpr std::string_view kWhere = "trust bundle";

/// The same error, with the part of the bundle it is about.
std::unexpected<Error> in_part(std::string_view part, Error error) {
  error.message = fmt::format("{}: {}: {}", kWhere, part, error.message);
  return std::unexpected(std::move(error));
}

Json certificate_text(const Certificate& certificate) { return to_base64(certificate.der()); }

Result<Certificate> parse_certificate(std::string_view base64) {
  const auto der = from_base64(base64);
  if (!der) return std::unexpected(der.error());
  auto certificate = Certificate::parse(*der);
  // PEM, or DER with something behind it, would give one certificate two encodings.
  if (certificate && certificate->der() != *der) {
    return fail(Errc::malformed, "a certificate is not DER, or something follows it");
  }
  return certificate;
}

Result<visa::Instant> parse_time(JsonObject& object, std::string_view key) {
  const auto text = object.text(key);
  if (!text) return std::unexpected(text.error());
  auto instant = visa::parse_instant(*text);
  if (!instant) return in_part(key, instant.error());
  return instant;
}

/// A list that has at least one member.
Result<const Json*> list(JsonObject& object, std::string_view key) {
  const Json* value = object.find(key);
  if (value == nullptr || !value->is_array()) {
    return fail(Errc::malformed, fmt::format("{}: {} is not a list", kWhere, key));
  }
  if (value->empty()) {
    return fail(Errc::malformed,
                fmt::format("{}: {} is empty, at least one is expected", kWhere, key),
                "an emptied bundle is refused; the last good one stays in force");
  }
  return value;
}

Result<BundleSigner> parse_signer(const Json& value) {
  auto object = JsonObject::open(value, "signer");
  if (!object) return std::unexpected(object.error());
  const auto text = object->text("certificate");
  if (!text) return std::unexpected(text.error());
  auto certificate = parse_certificate(*text);
  if (!certificate) return std::unexpected(certificate.error());
  BundleSigner signer{std::move(*certificate), {}};
  const Json* revoked = object->find("revoked_at");
  if (revoked == nullptr) return fail(Errc::malformed, "signer: revoked_at is missing");
  if (!revoked->is_null()) {
    const auto at = parse_time(*object, "revoked_at");
    if (!at) return std::unexpected(at.error());
    signer.revoked_at = *at;
  }
  if (auto ok = object->finish(); !ok) return std::unexpected(ok.error());
  return signer;
}

Result<Certificate> parse_anchor(const Json& value) {
  if (!value.is_string()) return fail(Errc::malformed, "a certificate is not text");
  return parse_certificate(value.get_ref<const std::string&>());
}

const Certificate& certificate_of(const BundleSigner& signer) { return signer.certificate; }
const Certificate& certificate_of(const Certificate& anchor) { return anchor; }

/// Reads every member of a list of certificates and insists on their order.
template <class T>
Result<std::vector<T>> parse_certificates(JsonObject& object, std::string_view key,
                                          Result<T> (*parse)(const Json&)) {
  const auto values = list(object, key);
  if (!values) return std::unexpected(values.error());
  std::vector<T> parsed;
  for (const Json& value : **values) {
    auto one = parse(value);
    if (!one) return in_part(key, one.error());
    if (!parsed.empty()) {
      const Bytes& before = certificate_of(parsed.back()).der();
      const Bytes& der = certificate_of(*one).der();
      if (der == before) return in_part(key, {Errc::malformed, "a certificate is there twice"});
      if (der < before) return in_part(key, {Errc::malformed, "certificates are not ascending"});
    }
    parsed.push_back(std::move(*one));
  }
  return parsed;
}

/// Reads one of the four texts with its own parser.
template <class T>
Result<T> parse_table(JsonObject& object, std::string_view key) {
  const auto text = object.text(key);
  if (!text) return std::unexpected(text.error());
  auto table = T::parse(*text);
  if (!table) return in_part(key, table.error());
  return table;
}

Result<void> parse_tables(JsonObject& object, BundleHead& head) {
  auto rules = parse_table<visa::RuleSet>(object, "ruleset");
  if (!rules) return std::unexpected(rules.error());
  auto airports = parse_table<visa::AirportTable>(object, "airports");
  if (!airports) return std::unexpected(airports.error());
  auto countries = parse_table<visa::CountryTable>(object, "countries");
  if (!countries) return std::unexpected(countries.error());
  auto reasons = parse_table<visa::ReasonTable>(object, "reasons");
  if (!reasons) return std::unexpected(reasons.error());
  if (airports->all().empty()) return in_part("airports", {Errc::malformed, "no airport is there"});
  if (countries->rows().empty()) {
    return in_part("countries", {Errc::malformed, "no country is there"});
  }
  head.rules = std::move(*rules);
  head.airports = std::move(*airports);
  head.countries = std::move(*countries);
  head.reasons = std::move(*reasons);
  return {};
}

Result<void> parse_numbers(JsonObject& object, BundleHead& head) {
  const auto sequence = object.integer("sequence");
  if (!sequence) return std::unexpected(sequence.error());
  if (*sequence < 1) {
    return fail(Errc::out_of_range,
                fmt::format("{}: sequence number {}, expected 1 or more", kWhere, *sequence));
  }
  const auto issued_at = parse_time(object, "issued_at");
  if (!issued_at) return std::unexpected(issued_at.error());
  const auto next_update = parse_time(object, "next_update");
  if (!next_update) return std::unexpected(next_update.error());
  if (*next_update <= *issued_at) {
    return fail(Errc::out_of_range,
                fmt::format("{}: next update {} is not after its issue {}", kWhere,
                            visa::to_string(*next_update), visa::to_string(*issued_at)));
  }
  const auto test_only = object.boolean("test_only");
  if (!test_only) return std::unexpected(test_only.error());
  head.sequence = static_cast<std::uint64_t>(*sequence);
  head.issued_at = *issued_at;
  head.next_update = *next_update;
  head.test_only = *test_only;
  return {};
}

}  // namespace

std::string encode_bundle_head(const BundleContents& contents) {
  Json signers = Json::array();
  for (const BundleSigner& signer : contents.signers) {
    const Json revoked_at = signer.revoked_at ? Json(visa::to_string(*signer.revoked_at)) : Json();
    signers.push_back(
        {{"certificate", certificate_text(signer.certificate)}, {"revoked_at", revoked_at}});
  }
  Json anchors = Json::array();
  for (const Certificate& anchor : contents.anchors) anchors.push_back(certificate_text(anchor));
  return write_json({{"sequence", contents.sequence},
                     {"issued_at", visa::to_string(contents.issued_at)},
                     {"next_update", visa::to_string(contents.next_update)},
                     {"test_only", contents.test_only},
                     {"signers", std::move(signers)},
                     {"anchors", std::move(anchors)},
                     {"ruleset", contents.ruleset_text},
                     {"airports", contents.airports_csv},
                     {"countries", contents.countries_csv},
                     {"reasons", contents.reasons_csv}});
}

Result<BundleHead> parse_bundle_head(std::string_view json) {
  const auto value = parse_json(json, kMaxBundleHead);
  if (!value) return in_part("head", value.error());
  auto object = JsonObject::open(*value, std::string(kWhere));
  if (!object) return std::unexpected(object.error());
  BundleHead head;
  if (auto ok = parse_numbers(*object, head); !ok) return std::unexpected(ok.error());
  auto signers = parse_certificates<BundleSigner>(*object, "signers", parse_signer);
  if (!signers) return std::unexpected(signers.error());
  auto anchors = parse_certificates<Certificate>(*object, "anchors", parse_anchor);
  if (!anchors) return std::unexpected(anchors.error());
  head.signers = std::move(*signers);
  head.anchors = std::move(*anchors);
  if (auto ok = parse_tables(*object, head); !ok) return std::unexpected(ok.error());
  if (auto ok = object->finish(); !ok) return std::unexpected(ok.error());
  return head;
}

}  // namespace evisa::crypto
