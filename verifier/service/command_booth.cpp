// evisa-verifier booth add|list|revoke: whose crossing events count, and from when until when.
#include <fmt/format.h>

#include "crypto/public_key_file.h"
#include "crypto/strict_json.h"
#include "verifier/service/home_commands.h"
#include "verifier/service/home_options.h"

namespace evisa::verifier {
namespace {

struct BoothOptions {
  HomeOptions home;
  std::string name, key, from, at, compromised;
};

Result<int> add(const BoothOptions& options, visa::Instant now) {
  const auto accounts = open_accounts(options.home);
  if (!accounts) return std::unexpected(accounts.error());
  const auto key = crypto::read_public_key_file(options.key);
  if (!key) return std::unexpected(key.error());
  const auto from = instant_of(options.from).value_or(now);
  const auto done =
      (*accounts)->booths().add(options.name, *key, from, administrator(options.home, now));
  if (!done) return std::unexpected(done.error());
  fmt::print("{} may sign from {} on with key {}\n", options.name, visa::to_string(from),
             crypto::fingerprint(*key));
  return cli::kOk;
}

Result<int> revoke(const BoothOptions& options, visa::Instant now) {
  const auto accounts = open_accounts(options.home);
  if (!accounts) return std::unexpected(accounts.error());
  const auto at = instant_of(options.at).value_or(now);
  const auto done = (*accounts)->booths().revoke(options.name, at, instant_of(options.compromised),
                                                 administrator(options.home, now));
  if (!done) return std::unexpected(done.error());
  fmt::print("{}: {} key(s) revoked; events timed from {} on are refused\n", options.name, *done,
             visa::to_string(at));
  fmt::print(stderr, "hint: revoke it at the other airport too, and its token: token revoke\n");
  return cli::kOk;
}

crypto::Json json_or_null(const std::optional<visa::Instant>& instant) {
  return instant ? crypto::Json(visa::to_string(*instant)) : crypto::Json();
}

crypto::Json to_json(const db::BoothInfo& booth) {
  crypto::Json keys = crypto::Json::array();
  for (const auto& key : booth.keys) {
    keys.push_back({{"key", crypto::to_base64(key.key)},
                    {"fingerprint", crypto::fingerprint(key.key)},
                    {"valid_from", visa::to_string(key.valid_from)},
                    {"revoked_at", json_or_null(key.revoked_at)},
                    {"compromised_since", json_or_null(key.compromised_since)}});
  }
  return {{"booth", booth.name}, {"airport", booth.airport}, {"keys", std::move(keys)}};
}

void print(const db::BoothInfo& booth) {
  const auto when = [](std::string_view word, const std::optional<visa::Instant>& instant) {
    return instant ? fmt::format("  {} {}", word, visa::to_string(*instant)) : std::string();
  };
  for (const auto& key : booth.keys) {
    fmt::print("{:<12} key {}  from {}{}{}\n", booth.name, crypto::fingerprint(key.key),
               visa::to_string(key.valid_from), when("REVOKED", key.revoked_at),
               when("compromised since", key.compromised_since));
  }
}

Result<int> list(const BoothOptions& options, visa::Instant) {
  const auto accounts = open_accounts(options.home);
  if (!accounts) return std::unexpected(accounts.error());
  const auto ring = (*accounts)->booths().load();
  if (!ring) return std::unexpected(ring.error());
  crypto::Json json = crypto::Json::array();
  for (const auto& booth : ring->booths()) {
    if (options.home.json) {
      json.push_back(to_json(booth));
    } else {
      print(booth);
    }
  }
  if (options.home.json) fmt::print("{}\n", json.dump(2));
  return cli::kOk;
}

}  // namespace

void add_booth_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("booth", "Booths of this airport and of its peers");
  command->require_subcommand(1);
  const auto options = std::make_shared<BoothOptions>();
  const auto is_instant = accepted_by(visa::parse_instant);
  auto* make = command->add_subcommand("add", "Register a booth's key, or one more of its keys");
  make->add_option("NAME", options->name, "Booth, such as ALA-03")->required();
  make->add_option("KEY", options->key, "booth.pub, as `evisa-kiosk init` made it")->required();
  add_home_options(*make, options->home);
  make->add_option("--from", options->from, "Events timed from this instant on; now without it")
      ->check(is_instant);
  add_administrator(*make, options->home);
  choose(*make, session, options, add);
  auto* end = command->add_subcommand("revoke", "Revoke a booth's keys; earlier events stay");
  end->add_option("NAME", options->name, "Booth")->required();
  add_home_options(*end, options->home);
  end->add_option("--at", options->at, "Events timed from this instant on are refused; now without")
      ->check(is_instant);
  end->add_option("--compromised-since", options->compromised,
                  "Events from this instant on stay and raise an alarm")
      ->check(is_instant);
  add_administrator(*end, options->home);
  choose(*end, session, options, revoke);
  auto* tell = command->add_subcommand("list", "All booths with their keys");
  add_home_options(*tell, options->home);
  add_json(*tell, options->home);
  choose(*tell, session, options, list);
}

}  // namespace evisa::verifier
