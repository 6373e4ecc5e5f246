// The MRZ of a visa, and the words of its status and of a revocation.
#include "visa/visa.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "visa/utf8.h"

namespace evisa::visa {
namespace {

/// Letters and digits as capitals, nothing else: so that spacing and punctuation do not matter.
std::string letters_of(std::string_view text) {
  std::string letters;
  while (!text.empty()) {
    const auto c = next_code_point(text);
    if (!c) return {};
    const bool ascii_letter =
        (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z');
    // U+3000 to U+303F and U+FF00 to U+FF0F are East Asian spaces and punctuation.
    const bool punctuation = (*c >= 0x3000 && *c <= 0x303F) || (*c >= 0xFF00 && *c <= 0xFF0F) ||
                             *c == 0xA0 || (*c >= 0x2000 && *c <= 0x206F);
    if (ascii_letter || (*c >= 0x80 && !punctuation)) append_utf8(letters, to_capital(*c));
  }
  return letters;
}

struct StatusWording {
  std::string_view text;
  VisaStatus status;
};

// rules.md facts 45 and 46. "Approved" alone is not there: without payment a visa is not issued.
constexpr std::array kWordings{
    StatusWording{"Approved. Payment completed", VisaStatus::issued},
    StatusWording{"Одобрено. Оплата совершена", VisaStatus::issued},
    StatusWording{"已批准 已付款", VisaStatus::issued},
    StatusWording{"Payment not done", VisaStatus::awaiting_payment},
    StatusWording{"In progress, payment not completed", VisaStatus::awaiting_payment},
    StatusWording{"Оплата не произведена", VisaStatus::awaiting_payment},
    StatusWording{"进行中 付款未完成", VisaStatus::awaiting_payment},
};

constexpr std::array kStatuses{VisaStatus::applied, VisaStatus::awaiting_payment,
                               VisaStatus::issued, VisaStatus::revoked, VisaStatus::denied};

constexpr std::array kRevocationReasons{RevocationReason::false_data,
                                        RevocationReason::invitation_withdrawn,
                                        RevocationReason::passport_replaced,
                                        RevocationReason::holder_request,
                                        RevocationReason::security,
                                        RevocationReason::issued_in_error,
                                        RevocationReason::other};

}  // namespace

Result<MrzLines> compose_visa_mrz(const Visa& visa, MrzFormat format) {
  if (format == MrzFormat::td3) {
    return fail(Errc::malformed, "the MRZ of a visa: found format TD3, expected MRV-A or MRV-B");
  }
  return compose_mrz(format, {.document_code = "V",
                              .issuing_state = visa.issuing_state,
                              .name = visa.name,
                              .document_number = visa.passport_number.text(),
                              .nationality = visa.nationality,
                              .birth = visa.birth,
                              .sex = visa.sex,
                              .expiry = visa.valid_until,
                              .optional_data = std::string{visa.category.text()}});
}

std::string_view to_string(VisaStatus status) {
  switch (status) {
    case VisaStatus::applied:
      return "applied";
    case VisaStatus::awaiting_payment:
      return "awaiting_payment";
    case VisaStatus::issued:
      return "issued";
    case VisaStatus::revoked:
      return "revoked";
    case VisaStatus::denied:
      return "denied";
  }
  return "?";
}

Result<VisaStatus> parse_visa_status(std::string_view text) {
  const std::string letters = letters_of(text);
  for (const VisaStatus status : kStatuses) {
    if (letters == letters_of(to_string(status))) return status;
  }
  for (const StatusWording& wording : kWordings) {
    if (letters == letters_of(wording.text)) return wording.status;
  }
  return fail(Errc::malformed, fmt::format("found visa status \"{}\"", text),
              "expected applied, awaiting_payment, issued, revoked, denied or the portal's wording "
              "such as \"Approved. Payment completed\"");
}

std::string_view to_string(RevocationReason reason) {
  switch (reason) {
    case RevocationReason::false_data:
      return "false_data";
    case RevocationReason::invitation_withdrawn:
      return "invitation_withdrawn";
    case RevocationReason::passport_replaced:
      return "passport_replaced";
    case RevocationReason::holder_request:
      return "holder_request";
    case RevocationReason::security:
      return "security";
    case RevocationReason::issued_in_error:
      return "issued_in_error";
    case RevocationReason::other:
      return "other";
  }
  return "?";
}

Result<RevocationReason> parse_revocation_reason(std::string_view text) {
  const auto found = std::ranges::find(kRevocationReasons, text,
                                       [](RevocationReason reason) { return to_string(reason); });
  if (found != kRevocationReasons.end()) return *found;
  return fail(Errc::malformed, fmt::format("found revocation reason \"{}\"", text),
              "expected false_data, invitation_withdrawn, passport_replaced, holder_request, "
              "security, issued_in_error or other");
}

}  // namespace evisa::visa
