// evisa-verifier token create|list|revoke: bearer tokens of the service's clients.
#include <fmt/format.h>

#include "crypto/files.h"
#include "crypto/strict_json.h"
#include "verifier/service/home_commands.h"
#include "verifier/service/home_options.h"

namespace evisa::verifier {
namespace {

struct TokenOptions {
  HomeOptions home;
  std::string role, subject, expires, out;
  std::int64_t id = 0;
};

/// The token itself goes to standard output or into a private file, and nowhere else.
Result<void> hand_over(const db::NewToken& token, const std::string& out) {
  const auto text = crypto::as_text(token.text.view());
  if (out.empty()) {
    fmt::print("{}\n", text);
    return {};
  }
  crypto::SecretBytes line(text.size() + 1);
  std::ranges::copy(token.text.view(), line.writable().begin());
  line.writable().back() = '\n';
  return crypto::write_file(out, line.view(), 0600, false);
}

Result<int> create(const TokenOptions& options, visa::Instant now) {
  const auto role = db::parse_token_role(options.role);
  if (!role) return std::unexpected(role.error());
  const auto accounts = open_accounts(options.home);
  if (!accounts) return std::unexpected(accounts.error());
  const auto act = administrator(options.home, now);
  auto& tokens = (*accounts)->tokens();
  const auto token = tokens.create({*role, options.subject, instant_of(options.expires)}, act);
  if (!token) return std::unexpected(token.error());
  if (auto given = hand_over(*token, options.out); !given) {
    // Nobody has it: a token that nobody has must not stay.
    if (auto revoked = tokens.revoke(token->id, act); !revoked) {
      given.error().hint = fmt::format("revoke token {}: nobody has it", token->id);
    }
    return std::unexpected(given.error());
  }
  fmt::print(stderr, "token {} for {} {}{}; it is not shown again\n", token->id, options.role,
             options.subject, options.expires.empty() ? "" : ", expires " + options.expires);
  return cli::kOk;
}

crypto::Json json_or_null(const std::optional<visa::Instant>& instant) {
  return instant ? crypto::Json(visa::to_string(*instant)) : crypto::Json();
}

void print(const db::TokenInfo& token) {
  const auto when = [](std::string_view word, const std::optional<visa::Instant>& instant) {
    return instant ? fmt::format("  {} {}", word, visa::to_string(*instant)) : std::string();
  };
  fmt::print("{:>5}  {:<8} {:<16} created {}{}{}{}\n", token.principal.token_id,
             db::to_string(token.principal.role), token.principal.subject,
             visa::to_string(token.created), when("expires", token.expires),
             when("last used", token.last_used), when("REVOKED", token.revoked));
}

Result<int> list(const TokenOptions& options, visa::Instant) {
  const auto accounts = open_accounts(options.home);
  if (!accounts) return std::unexpected(accounts.error());
  const auto tokens = (*accounts)->tokens().list();
  if (!tokens) return std::unexpected(tokens.error());
  crypto::Json json = crypto::Json::array();
  for (const auto& token : *tokens) {
    if (!options.home.json) {
      print(token);
      continue;
    }
    json.push_back({{"id", token.principal.token_id},
                    {"role", db::to_string(token.principal.role)},
                    {"subject", token.principal.subject},
                    {"created", visa::to_string(token.created)},
                    {"expires", json_or_null(token.expires)},
                    {"revoked", json_or_null(token.revoked)},
                    {"last_used", json_or_null(token.last_used)}});
  }
  if (options.home.json) fmt::print("{}\n", json.dump(2));
  return cli::kOk;
}

Result<int> revoke(const TokenOptions& options, visa::Instant now) {
  const auto accounts = open_accounts(options.home);
  if (!accounts) return std::unexpected(accounts.error());
  const auto done = (*accounts)->tokens().revoke(options.id, administrator(options.home, now));
  if (!done) return std::unexpected(done.error());
  fmt::print("token {} revoked\n", options.id);
  return cli::kOk;
}

}  // namespace

void add_token_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("token", "Bearer tokens of booths, airlines, offices, peers");
  command->require_subcommand(1);
  const auto options = std::make_shared<TokenOptions>();
  auto* make = command->add_subcommand("create", "Make a token; it is shown once");
  add_home_options(*make, options->home);
  make->add_option("--role", options->role, "booth, airline, senior, office or peer")
      ->check(CLI::IsMember({"booth", "airline", "senior", "office", "peer"}))
      ->required();
  make->add_option("--subject", options->subject, "Whose: ALA-03, KC, NQZ, or a word")->required();
  make->add_option("--expires", options->expires, "Instant, UTC; never without it")
      ->check(accepted_by(visa::parse_instant));
  make->add_option("--out", options->out,
                   "Write it to this new file (mode 0600), not the terminal");
  add_administrator(*make, options->home);
  choose(*make, session, options, create);
  auto* tell = command->add_subcommand("list", "All tokens, without their text");
  add_home_options(*tell, options->home);
  add_json(*tell, options->home);
  choose(*tell, session, options, list);
  auto* end = command->add_subcommand("revoke", "Revoke a token; holds from the next request on");
  add_home_options(*end, options->home);
  end->add_option("ID", options->id, "Number, as `token list` shows it")->required();
  add_administrator(*end, options->home);
  choose(*end, session, options, revoke);
}

}  // namespace evisa::verifier
