// Bearer tokens on SQLite, found by the hash of their text.
#include "db/access_tokens.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "db/booth_name.h"
#include "db/instant_column.h"
#include "db/statement_use.h"
#include "visa/codes.h"

namespace evisa::db {
namespace {

using crypto::Hash256;

constexpr std::array kRoles{TokenRole::booth, TokenRole::airline, TokenRole::senior,
                            TokenRole::office, TokenRole::peer};
// "Last used" is for finding forgotten tokens: a write for each request would cost more than it
// tells.
constexpr std::chrono::hours kCoarse{1};

bool is_upper_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, [](char c) {
    return is_upper_or_digit(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '_' || c == '-';
  });
}

bool fits(TokenRole role, const std::string& subject) {
  switch (role) {
    case TokenRole::booth:
      return airport_of_booth(subject).has_value();
    case TokenRole::airline:  // IATA: two characters; ICAO: three letters
      return (subject.size() == 2 || subject.size() == 3) &&
             std::ranges::all_of(subject, is_upper_or_digit);
    case TokenRole::peer:
      return visa::AirportCode::parse(subject).has_value();
    case TokenRole::senior:
    case TokenRole::office:
      return is_word(subject);
  }
  return false;
}

Result<void> check_request(const TokenRequest& request, visa::Instant now) {
  if (!fits(request.role, request.subject)) {
    return fail(Errc::malformed,
                fmt::format("token: \"{}\" does not name a holder of role {}", request.subject,
                            to_string(request.role)),
                "a booth such as ALA-03, an airline such as KC, an airport such as NQZ, or a word");
  }
  if (request.expires && *request.expires <= now) {
    return fail(Errc::out_of_range, fmt::format("token: expires at {}, which has passed",
                                                visa::to_string(*request.expires)));
  }
  return {};
}

std::unexpected<Error> refused(Errc why) { return fail(why, std::string(kTokenRefused)); }

Result<Principal> read_principal(SQLite::Statement& row) {
  const auto role = parse_token_role(row.getColumn(1).getString());
  if (!role) return std::unexpected(role.error());
  return Principal{row.getColumn(0).getInt64(), *role, row.getColumn(2).getString()};
}

Result<std::int64_t> insert_token(SQLite::Database& db, const TokenRequest& request,
                                  const Hash256& hash, const AdminAct& act) {
  SQLite::Statement insert(db,
                           "INSERT INTO tokens (hash, role, subject, created_ms, expires_ms) "
                           "VALUES (?, ?, ?, ?, ?) RETURNING id");
  bind_blob(insert, 1, hash);
  insert.bind(2, std::string(to_string(request.role)));
  insert.bind(3, request.subject);
  insert.bind(4, to_ms(act.at));
  bind_instant(insert, 5, request.expires);
  insert.executeStep();
  const std::int64_t id = insert.getColumn(0).getInt64();
  while (insert.executeStep()) continue;  // an INSERT takes effect when it has been run to its end
  const auto expires = request.expires ? visa::to_string(*request.expires) : "never";
  const auto audited = add_audit(db, act, "token.create", std::to_string(id),
                                 fmt::format("role {}, for {}, expires {}", to_string(request.role),
                                             request.subject, expires));
  if (!audited) return std::unexpected(audited.error());
  return id;
}

Result<void> revoke_token(SQLite::Database& db, std::int64_t id, const AdminAct& act) {
  SQLite::Statement select(db, "SELECT revoked_ms FROM tokens WHERE id = ?");
  select.bind(1, id);
  if (!select.executeStep()) {
    return fail(Errc::not_found, fmt::format("there is no token {}", id), "list the tokens");
  }
  if (const auto earlier = read_instant_if(select.getColumn(0))) {
    return fail(Errc::conflict,
                fmt::format("token {} was revoked already at {}", id, visa::to_string(*earlier)));
  }
  SQLite::Statement update(db, "UPDATE tokens SET revoked_ms = ? WHERE id = ?");
  update.bind(1, to_ms(act.at));
  update.bind(2, id);
  update.exec();
  return add_audit(db, act, "token.revoke", std::to_string(id));
}

Result<void> note_use(SQLite::Database& db, std::int64_t id, visa::Instant now) {
  SQLite::Statement update(db,
                           "UPDATE tokens SET last_used_ms = ?1 "
                           "WHERE id = ?2 AND ifnull(last_used_ms, 0) < ?1");
  update.bind(1, to_ms(std::chrono::floor<std::chrono::hours>(now)));
  update.bind(2, id);
  update.exec();
  return {};
}

Result<KnownTokens> read_tokens(SQLite::Database& db) {
  SQLite::Statement select(db,
                           "SELECT id, role, subject, expires_ms, revoked_ms, last_used_ms, hash "
                           "FROM tokens");
  KnownTokens known;
  while (select.executeStep()) {
    known.emplace(read_array<32>(select.getColumn(6)),
                  KnownToken{.principal = read_principal(select),
                             .revoked = !select.getColumn(4).isNull(),
                             .expires = read_instant_if(select.getColumn(3)),
                             .last_used = read_instant_if(select.getColumn(5))});
  }
  return known;
}

}  // namespace

std::string_view to_string(TokenRole role) {
  switch (role) {
    case TokenRole::booth:
      return "booth";
    case TokenRole::airline:
      return "airline";
    case TokenRole::senior:
      return "senior";
    case TokenRole::office:
      return "office";
    case TokenRole::peer:
      return "peer";
  }
  return "";
}

Result<TokenRole> parse_token_role(std::string_view text) {
  for (const TokenRole role : kRoles) {
    if (text == to_string(role)) return role;
  }
  return fail(Errc::malformed, fmt::format("role \"{}\": expected booth, airline, senior, office "
                                           "or peer",
                                           text));
}

Result<NewToken> AccessTokens::create(const TokenRequest& request, const AdminAct& act) {
  if (auto ok = check_request(request, act.at); !ok) return std::unexpected(ok.error());
  auto token = crypto::make_access_token(to_string(request.role));
  const auto id = file_->write<std::int64_t>(
      [&](SQLite::Database& db) { return insert_token(db, request, token.hash, act); });
  if (!id) return std::unexpected(id.error());
  return NewToken{*id, std::move(token.text)};
}

Result<void> AccessTokens::revoke(std::int64_t id, const AdminAct& act) {
  return file_->write<void>([&](SQLite::Database& db) { return revoke_token(db, id, act); });
}

Result<std::vector<TokenInfo>> AccessTokens::list() const {
  return file_->read([](SQLite::Database& db) -> Result<std::vector<TokenInfo>> {
    SQLite::Statement select(db,
                             "SELECT id, role, subject, created_ms, expires_ms, revoked_ms, "
                             "last_used_ms FROM tokens ORDER BY id");
    std::vector<TokenInfo> tokens;
    while (select.executeStep()) {
      auto principal = read_principal(select);
      if (!principal) return std::unexpected(principal.error());
      tokens.push_back({std::move(*principal), read_instant(select.getColumn(3)),
                        read_instant_if(select.getColumn(4)), read_instant_if(select.getColumn(5)),
                        read_instant_if(select.getColumn(6))});
    }
    return tokens;
  });
}

Result<Principal> AccessTokens::authenticate(std::string_view token, visa::Instant now) {
  const auto presented = crypto::read_access_token(token);
  if (!presented) return refused(Errc::malformed);
  const auto tokens = known_.get(read_tokens);
  if (!tokens) return std::unexpected(tokens.error());
  const auto found = (*tokens)->find(presented->hash);
  if (found == (*tokens)->end()) return refused(Errc::not_found);
  const KnownToken& known = found->second;
  if (known.revoked) return refused(Errc::untrusted);
  if (known.expires && now >= *known.expires) return refused(Errc::out_of_range);
  if (known.principal && (!known.last_used || now - *known.last_used >= kCoarse)) {
    file_->note([id = known.principal->token_id, now](SQLite::Database& db) {
      return note_use(db, id, now);
    });
  }
  return known.principal;
}

}  // namespace evisa::db
