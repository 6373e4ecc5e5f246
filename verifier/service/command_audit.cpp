// evisa-verifier audit: what administrators did with this service's accounts.
#include <fmt/format.h>

#include "crypto/strict_json.h"
#include "verifier/service/home_commands.h"
#include "verifier/service/home_options.h"

namespace evisa::verifier {
namespace {

constexpr std::size_t kPage = 1000;

void print(const db::AuditEntry& entry) {
  fmt::print("{:>5}  {}  {:<20} {:<22} {:<12} {}\n", entry.id, visa::to_string(entry.at), entry.who,
             entry.act, entry.subject, entry.detail);
}

crypto::Json to_json(const db::AuditEntry& entry) {
  return {{"id", entry.id},   {"at", visa::to_string(entry.at)}, {"who", entry.who},
          {"act", entry.act}, {"subject", entry.subject},        {"detail", entry.detail}};
}

Result<int> audit(const HomeOptions& options, visa::Instant) {
  const auto accounts = open_accounts(options);
  if (!accounts) return std::unexpected(accounts.error());
  crypto::Json json = crypto::Json::array();
  for (std::int64_t after = 0;;) {
    const auto page = (*accounts)->audit().list(after, kPage);
    if (!page) return std::unexpected(page.error());
    if (page->empty()) break;
    after = page->back().id;
    for (const auto& entry : *page) {
      if (options.json) {
        json.push_back(to_json(entry));
      } else {
        print(entry);
      }
    }
  }
  if (options.json) fmt::print("{}\n", json.dump(2));
  return cli::kOk;
}

}  // namespace

void add_audit_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("audit", "What administrators did, oldest first");
  const auto options = std::make_shared<HomeOptions>();
  add_home_options(*command, *options);
  add_json(*command, *options);
  choose(*command, session, options, audit);
}

}  // namespace evisa::verifier
