// What has been promised to whom, kept outside of the programs, and the checks of it.
//
// The oracle knows events only by what a booth or a service answered. It never reads a log to learn
// what should be in it.
#pragma once

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "crypto/crossing_event.h"
#include "db/crossing_log.h"

namespace evisa::airports {

/// A promise that was not kept; the message says which.
struct Violation : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Oracle {
 public:
  struct Known {
    visa::Crossing event;
    crypto::EventHash hash{};
    bool forced = false;
  };

  /// A booth, or a service for its senior officer, said "recorded". `key` names the act.
  void recorded(const visa::Crossing& event, const crypto::EventHash& hash, const std::string& key,
                bool forced);
  /// A service acknowledged an event of a booth's outbox.
  void taken(const std::string& site, const visa::EventId& event) { taken_[site].insert(event); }

  /// What was acknowledged by this node is in its log, byte for byte. `all` false: the newest and
  /// a few others, after a restart.
  void check_kept(const std::string& node, const db::CrossingLog& log, bool all) const;
  /// Every event that anybody was promised is in this log; no act is there twice.
  void check_complete(const std::string& site, const db::CrossingLog& log) const;
  /// Of the entries that one airport's claims admitted, at most one of a visa stands. Forced and
  /// provisional ones were never promised that.
  void check_claims() const;
  /// Visas with more than one entry that nobody took back or set aside: counted without the fold.
  [[nodiscard]] std::set<std::string> double_uses() const;

  [[nodiscard]] std::size_t events() const { return known_.size(); }
  [[nodiscard]] std::size_t count(visa::EventKind kind, bool provisional) const;

 private:
  struct Settled {
    std::set<visa::EventId> reversed, set_aside;
  };
  [[nodiscard]] Settled settled() const;
  void check_held(const std::string& node, const db::CrossingLog& log,
                  const visa::EventId& id) const;

  std::map<visa::EventId, Known> known_;
  std::map<std::pair<std::string, std::string>, visa::EventId> acts_;  ///< booth, key
  std::map<std::string, std::vector<visa::EventId>> by_booth_;
  std::map<std::string, std::set<visa::EventId>> taken_;
};

}  // namespace evisa::airports
