// The issuer's side of the change feed: reads the register's changes and keeps their hash chain.
#pragma once

#include <filesystem>
#include <memory>

#include "db/open_mode.h"
#include "db/register_feed.h"

namespace evisa::db {

class KeptFile;

class RegisterChanges {
 public:
  /// The register's own file, which must be there. Errors: as open_database.
  [[nodiscard]] static Result<std::unique_ptr<RegisterChanges>> open(
      const std::filesystem::path& file);
  explicit RegisterChanges(std::shared_ptr<KeptFile> file) : file_(std::move(file)) {}

  /// At most `limit` changes after `since`, to be signed; none is a page too: it says that there
  /// was nothing newer at `now`. Errors: out_of_range (`since` is beyond the last change),
  /// malformed (a damaged record: which visa), io.
  [[nodiscard]] Result<FeedPage> page(std::uint64_t since, std::size_t limit, visa::Instant now);

 private:
  std::shared_ptr<KeptFile> file_;
};

/// A signed page and where it ends.
struct FedPage {
  SignedPage page;
  std::uint64_t last = 0;    ///< its last change; `since` when it has none
  std::uint64_t latest = 0;  ///< the register's last change
};
/// A page of at most `limit` changes, fewer when they would not fit into kMaxPage. Errors: as
/// RegisterChanges::page.
[[nodiscard]] Result<FedPage> feed_page(RegisterChanges& changes, std::uint64_t since,
                                        std::size_t limit, const crypto::Ed25519SecretKey& key,
                                        visa::Instant now);

/// How many changes a page has unless told otherwise: well under kMaxPage.
inline constexpr std::size_t kFeedPage = 1000;

}  // namespace evisa::db
