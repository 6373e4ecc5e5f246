// Bearer tokens of the service's clients: made, listed, revoked, and asked for at every request.
// The text (crypto/access_token.h) is shown once; the store holds its hash alone.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/access_token.h"
#include "db/audit_trail.h"
#include "db/kept_file.h"
#include "db/until_changed.h"

namespace evisa::db {

enum class TokenRole { booth, airline, senior, office, peer };
[[nodiscard]] std::string_view to_string(TokenRole role);
/// Errors: malformed.
[[nodiscard]] Result<TokenRole> parse_token_role(std::string_view text);

/// What is told to whoever presented a token, whatever was wrong with it.
inline constexpr std::string_view kTokenRefused = "the access token is not accepted";

/// Who sends a request.
struct Principal {
  std::int64_t token_id = 0;
  TokenRole role = TokenRole::booth;
  std::string subject;
  bool operator==(const Principal&) const = default;
};

struct TokenRequest {
  TokenRole role = TokenRole::booth;
  /// Booth: its name `ALA-03`; airline: IATA designator `KC`; peer: airport `NQZ`; senior and
  /// office: a word of A-Z a-z 0-9 . _ -, at most 32.
  std::string subject;
  std::optional<visa::Instant> expires{};
};

struct NewToken {
  std::int64_t id = 0;
  crypto::SecretBytes text;
};

struct TokenInfo {
  Principal principal;
  visa::Instant created{};
  std::optional<visa::Instant> expires, revoked;
  std::optional<visa::Instant> last_used;  ///< to the hour
};

/// A token as it is on record, by the hash of its text.
struct KnownToken {
  Result<Principal> principal;
  bool revoked = false;
  std::optional<visa::Instant> expires, last_used;
};
using KnownTokens = std::map<crypto::Hash256, KnownToken>;

class AccessTokens {
 public:
  explicit AccessTokens(const std::shared_ptr<KeptFile>& file)
      : file_(file), known_(file->file()) {}

  /// Errors: malformed (subject), out_of_range (expires before now), io.
  [[nodiscard]] Result<NewToken> create(const TokenRequest& request, const AdminAct& act);
  /// Holds from the next request on, in every program that has the file open.
  /// Errors: not_found, conflict (revoked already: when), io.
  [[nodiscard]] Result<void> revoke(std::int64_t id, const AdminAct& act);
  [[nodiscard]] Result<std::vector<TokenInfo>> list() const;

  /// Whose token this is. The message of a refusal is always `kTokenRefused`; its code, for the log
  /// and the counters, tells: malformed (a typo, or no token at all), not_found (unknown),
  /// untrusted (revoked), out_of_range (expired). io, unavailable: the store could not be asked.
  [[nodiscard]] Result<Principal> authenticate(std::string_view token, visa::Instant now);

 private:
  std::shared_ptr<KeptFile> file_;
  UntilChanged<KnownTokens> known_;
};

}  // namespace evisa::db
