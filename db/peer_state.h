// What an airport remembers of its peers: how far it has read their feeds, and the events that it
// could not take in yet. Nothing that a peer sent is ever dropped in silence.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "crypto/crossing_event.h"
#include "db/open_mode.h"
#include "visa/result.h"

namespace evisa::db {

/// How far a peer's feed has been read.
struct FeedPosition {
  std::string log;          ///< the peer's name of its database; empty before the first page
  std::uint64_t after = 0;  ///< its last cursor that is on disk here
  bool operator==(const FeedPosition&) const = default;
};

/// An event that was refused, kept as it came: its booth's key may be registered later.
struct RefusedEvent {
  std::uint64_t id = 0;
  std::string peer;
  crypto::SignedEvent event;
  std::string why;
};

class PeerState {
 public:
  /// Errors: as open_database.
  [[nodiscard]] static Result<std::unique_ptr<PeerState>> open(const std::filesystem::path& file,
                                                               Open mode);
  virtual ~PeerState() = default;
  [[nodiscard]] virtual Result<FeedPosition> position(const std::string& peer) const = 0;
  /// Everyone of whom a position is kept, by name.
  [[nodiscard]] virtual Result<std::vector<std::string>> known() const = 0;
  /// Keeps the refused events of a page and the position behind it, in one transaction: after a
  /// crash the page is read again, never half of it skipped.
  [[nodiscard]] virtual Result<void> finish_page(const std::string& peer,
                                                 const FeedPosition& position,
                                                 const std::vector<RefusedEvent>& refused) = 0;
  /// Oldest first, at most `limit`, behind `after`.
  [[nodiscard]] virtual Result<std::vector<RefusedEvent>> refused(std::uint64_t after,
                                                                  std::size_t limit) const = 0;
  /// It has been taken in after all.
  [[nodiscard]] virtual Result<void> forget_refused(std::uint64_t id) = 0;
};

}  // namespace evisa::db
