// A machine with its disk: it can be restarted, killed, or lose its power at any write, and comes
// back later.
#pragma once

#include <filesystem>
#include <string>

#include "tests/sim/airports/faulty_disk.h"
#include "tests/sim/airports/network.h"
#include "tests/sim/airports/oracle.h"

namespace evisa::airports {

/// What a simulation does wrong on purpose, to prove that its checks see it.
enum class Sabotage {
  none,
  drop_acknowledged,  ///< the way to the service says "recorded" and delivers nothing
  skip_claims,        ///< booths believe that every claim is won
  lose_alarms,        ///< what the intake finds in a booth's events is told to nobody
  forget_syncs        ///< disks say "synced" and are not
};

/// What all parts of one simulated world share.
struct Common {
  Common(std::uint64_t seed, visa::Instant start, Sabotage how)
      : chance(seed), schedule(start), sabotage(how) {}
  Chance chance;
  Schedule schedule;
  Oracle oracle;
  Sabotage sabotage;
  bool calm = false;  ///< no new faults, no new travellers
  std::uint64_t restarts = 0, kills = 0, power_cuts = 0, full_disks = 0, cuts = 0;
};

class Node {
 public:
  Node(std::string name, std::filesystem::path folder, Common& common);
  virtual ~Node() = default;
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool up() const { return up_; }
  [[nodiscard]] FaultyDisk& disk() { return disk_; }
  /// How the next stop of the disk happened.
  void plan_stop(std::uint64_t writes, bool power);
  /// Goes down now, and comes back after a while.
  void go_down(bool power);
  /// To be asked after everything that wrote: the machine may have gone down in it.
  bool check_alive();
  /// Closed and opened again, as on an update; what was planned for its disk is off.
  void restart();

 protected:
  /// Keeps the stores open while a frame of the simulation works on them.
  class Busy {
   public:
    explicit Busy(Node& node) : node_(node) { ++node_.busy_; }
    ~Busy() { --node_.busy_; }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;

   private:
    Node& node_;
  };
  virtual Result<void> open_stores() = 0;
  virtual void close_stores() = 0;
  virtual void check_kept() = 0;
  [[nodiscard]] visa::Instant clock() const { return common_.schedule.now() + skew_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  Common& common_;
  milliseconds skew_{0};

 public:
  void set_skew(milliseconds skew) { skew_ = skew; }

 private:
  void come_back();  ///< at once when nothing runs on it; else later

  std::string name_;
  std::filesystem::path folder_;
  FaultyDisk disk_;
  bool up_ = true, power_ = false;
  int busy_ = 0;
};

}  // namespace evisa::airports
