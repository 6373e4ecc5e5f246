// The register's change feed: pages of changes as canonical JSON, chained by hash, signed with the
// issuer's register key. docs/register-feed.md has the grammar.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "crypto/blake2b.h"
#include "crypto/ed25519.h"
#include "db/visa_register.h"

namespace evisa::db {

/// Chain over all changes up to one; all zero before the first.
using FeedHash = crypto::Hash256;

/// A visa was issued (version 1) or amended (a later version): the record as it was then, never
/// revoked.
struct FedVersion {
  RegisterEntry entry;
};
struct FedRevocation {
  visa::VisaNumber visa;
  visa::Revocation revocation;
};

struct RegisterChange {
  std::uint64_t number = 0;  ///< from 1, without gaps
  std::variant<FedVersion, FedRevocation> what;
};

struct FeedPage {
  visa::Instant signed_at{};
  std::uint64_t since = 0;   ///< the change before the first of this page
  FeedHash previous{};       ///< chain up to `since`
  std::uint64_t latest = 0;  ///< the register's last change when the page was signed
  std::vector<RegisterChange> changes;
};

struct SignedPage {
  std::string json;  ///< exactly as signed; one line
  crypto::Ed25519Signature signature{};
};

inline constexpr std::size_t kMaxPage = std::size_t{16} << 20;  ///< bytes of JSON

/// BLAKE2b-256 over the chain so far and the change's JSON.
[[nodiscard]] FeedHash chain(const FeedHash& previous, const RegisterChange& change);

[[nodiscard]] SignedPage sign_page(const FeedPage& page, const crypto::Ed25519SecretKey& key);
/// Verifies, then parses: strict, one form. Changes follow on `since` without gaps, and the page's
/// own chain is right. Errors: bad_signature, malformed, unsupported (another format),
/// out_of_range.
[[nodiscard]] Result<FeedPage> open_page(const SignedPage& page,
                                         const crypto::Ed25519PublicKey& key);

/// A file or HTTP body of pages: `EVISA-REGISTER-FEED-1`, then for each page two lines, its JSON
/// and its signature in base64.
[[nodiscard]] std::string feed_text(std::span<const SignedPage> pages);
/// Errors: malformed (which line), unsupported (another version), out_of_range (a page too large).
[[nodiscard]] Result<std::vector<SignedPage>> parse_feed_text(std::string_view text);

}  // namespace evisa::db
