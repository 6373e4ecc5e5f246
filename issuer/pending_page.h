// Pages on their way into a folder: hidden while the register does not know the visa, then named.
#pragma once

#include <filesystem>

#include "crypto/bytes.h"
#include "db/visa_register.h"

namespace evisa::issuer {

/// One page, written under a hidden name and on disk. Dropped unless `publish` was called.
class PendingPage {
 public:
  /// Errors: conflict (NUMBER.pdf is there already), io.
  [[nodiscard]] static Result<PendingPage> write(const std::filesystem::path& folder,
                                                 visa::VisaNumber number, const std::string& tag,
                                                 crypto::ByteView pdf);
  PendingPage(PendingPage&& other) noexcept;
  PendingPage& operator=(PendingPage&&) = delete;
  ~PendingPage();
  /// Gives the page its name. After an error the hidden file stays: the visa is registered.
  [[nodiscard]] Result<std::filesystem::path> publish();

 private:
  PendingPage(std::filesystem::path hidden, std::filesystem::path named)
      : hidden_(std::move(hidden)), named_(std::move(named)) {}
  std::filesystem::path hidden_, named_;  // hidden_ empty: nothing to drop
};

struct Swept {
  std::vector<std::filesystem::path> published;  ///< the visa is registered: its page came out now
  std::size_t dropped = 0;  ///< the visa was never registered, or the page never whole
};
/// Ends what an interrupted run left in `folder`. Call with the office's lock held: `tag` must be
/// this office's own. Errors: io.
[[nodiscard]] Result<Swept> sweep_pending(const std::filesystem::path& folder,
                                          const std::string& tag, const db::VisaRegister& visas);

}  // namespace evisa::issuer
