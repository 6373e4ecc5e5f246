// A seal's validation as JSON and as lines.
#include "verifier/seal_json.h"

#include <fmt/format.h>

#include "verifier/visa_json.h"

namespace evisa::verifier {
namespace {

using crypto::Json;

Json signer_json(const crypto::SealValidation& validation) {
  if (!validation.seal) return nullptr;
  Json json;
  json["identifier"] = validation.seal->header().signer;
  json["reference"] = validation.seal->header().certificate_reference;
  json["certificate"] = validation.signer ? Json(validation.signer->sha256_hex()) : Json(nullptr);
  json["not_before"] =
      validation.signer ? Json(visa::to_string(validation.signer->not_before())) : Json(nullptr);
  json["not_after"] =
      validation.signer ? Json(visa::to_string(validation.signer->not_after())) : Json(nullptr);
  return json;
}

void add_header(Json& json, const crypto::SealHeader& header) {
  json["issuing_country"] = header.issuing_country;
  json["issue_date"] = header.issue_date.iso();
  json["signature_date"] = header.signature_date.iso();
  json["document_type"] = fmt::format("{:04x}", header.document_type());
}

Json features_json(const crypto::SealValidation& validation) {
  Json features = Json::array();
  if (!validation.seal) return features;
  for (std::size_t i = 0; i < validation.seal->feature_count(); ++i) {
    const auto feature = validation.seal->feature(i);
    features.push_back(
        {{"tag", fmt::format("{:02x}", feature.tag)}, {"hex", crypto::to_hex(feature.value)}});
  }
  return features;
}

std::string_view status_text(const crypto::SealValidation& validation) {
  return validation.status == crypto::SealStatus::valid ? "VALID" : "INVALID";
}

}  // namespace

Json to_json(const crypto::SealValidation& validation) {
  Json json;
  json["status"] = status_text(validation);
  json["sub_indications"] = Json::array();
  for (const auto sub : validation.sub_indications)
    json["sub_indications"].push_back(crypto::to_string(sub));
  json["profile"] =
      validation.profile ? Json(crypto::to_string(*validation.profile)) : Json(nullptr);
  json["signer"] = signer_json(validation);
  if (validation.seal) add_header(json, validation.seal->header());
  json["visa"] = validation.verified ? visa_to_json(validation.verified->visa()) : Json(nullptr);
  json["features"] = features_json(validation);
  json["detail"] = validation.detail;
  return json;
}

std::string to_text(const crypto::SealValidation& validation) {
  std::string text(status_text(validation));
  for (const auto sub : validation.sub_indications)
    text += fmt::format(" {}", crypto::to_string(sub));
  text += "\n";
  if (!validation.detail.empty()) text += validation.detail + "\n";
  if (validation.seal)
    text += fmt::format("signer {} {}, signed {}\n", validation.seal->header().signer,
                        validation.seal->header().certificate_reference,
                        validation.seal->header().signature_date.iso());
  if (validation.verified) {
    const auto& visa = validation.verified->visa();
    text +=
        fmt::format("visa {}  {}  {}  {}  passport {}\n",
                    visa.number ? visa.number->text() : "without a number", visa.category.text(),
                    visa.name.display(), visa.nationality.text(), visa.passport_number.text());
  }
  return text;
}

}  // namespace evisa::verifier
