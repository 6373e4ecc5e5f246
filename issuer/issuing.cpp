// One application to one issued e-visa; the order of the steps is explained in issuing.h.
#include "issuer/issuing.h"

#include <fmt/core.h>

#include "issuer/draft.h"
#include "issuer/pending_page.h"

namespace evisa::issuer {
namespace {

using visa::VisaStatus;

/// One application, one visa: unless the earlier one was revoked.
Result<std::optional<Problem>> already_issued(const Application& application,
                                              const db::VisaRegister& visas) {
  const auto entries = visas.find_by_application(application.application_number);
  if (!entries) return std::unexpected(entries.error());
  for (const auto& [record, seal, issued_at] : *entries) {
    if (record.status != VisaStatus::issued || record.revocation) continue;
    return Problem{"application_number",
                   fmt::format("{}, issued already as {}", application.application_number,
                               record.visa.number ? record.visa.number->text() : "?"),
                   "an application without a visa (evisa-issuer pdf NUMBER prints again)"};
  }
  return std::nullopt;
}

/// A page is a problem of the row when it cannot be made from this data; a missing font stops the
/// run.
bool is_rows_fault(Errc code) {
  return code == Errc::malformed || code == Errc::unreadable || code == Errc::out_of_range;
}

NotIssued refused(std::string field, const Error& error, std::string expected) {
  return {{Problem{std::move(field), error.message, std::move(expected)}}};
}

Result<crypto::Bytes> print(const db::RegisterEntry& entry, PrintoutOptions options,
                            const IssuingRules& rules) {
  options.rules = rules.rules;
  options.countries = rules.countries;
  options.airports = rules.airports;
  options.created = entry.issued_at;
  auto pdf = render_printout(entry.record, entry.seal, options);
  if (!pdf) return pdf;
  if (const auto ok = check_printout(*pdf, entry.record, entry.seal); !ok)
    return std::unexpected(ok.error());
  return pdf;
}

/// Steps 3 to 5.
Result<std::filesystem::path> register_and_publish(const db::RegisterEntry& entry,
                                                   const std::optional<crypto::Bytes>& pdf,
                                                   const IssuingOffice& office) {
  if (!pdf) {
    if (const auto ok = office.visas->add(entry); !ok) return std::unexpected(ok.error());
    return std::filesystem::path();
  }
  auto page = PendingPage::write(office.out, *entry.record.visa.number, office.tag, *pdf);
  if (!page) return std::unexpected(page.error());
  if (const auto ok = office.visas->add(entry); !ok) return std::unexpected(ok.error());
  auto file = page->publish();
  if (!file) {
    const auto number = entry.record.visa.number->text();
    file.error().message =
        fmt::format("visa {} is registered, but {}", number, file.error().message);
    file.error().hint = fmt::format("evisa-issuer pdf {} prints its page", number);
  }
  return file;
}

}  // namespace

Result<IssueAnswer> issue(const Application& application, const IssuingOffice& office,
                          bool territory_approved) {
  const auto today = office.rules.rules->local_time.date_of(office.now);
  auto eligibility = check_eligibility(application, office.rules, today, territory_approved);
  auto earlier = already_issued(application, *office.visas);
  if (!earlier) return std::unexpected(earlier.error());
  if (*earlier) eligibility.problems.push_back(**earlier);
  if (!eligibility.problems.empty()) return NotIssued{std::move(eligibility.problems)};

  auto entry = draft_visa(application, office);
  if (!entry && is_rows_fault(entry.error().code))
    return refused("", entry.error(), "data that a seal can hold");
  if (!entry) return std::unexpected(entry.error());
  std::optional<crypto::Bytes> pdf;
  if (office.printout) {
    auto printed = print(*entry, *office.printout, office.rules);
    if (!printed && is_rows_fault(printed.error().code)) {
      const std::string& hint = printed.error().hint;
      return refused("print-out", printed.error(), hint.empty() ? "a page that reads back" : hint);
    }
    if (!printed) return std::unexpected(printed.error());
    pdf = std::move(*printed);
  }
  auto file = register_and_publish(*entry, pdf, office);
  if (!file) return std::unexpected(file.error());
  return Issued{std::move(*entry), std::move(*file), std::move(eligibility.notices)};
}

}  // namespace evisa::issuer
