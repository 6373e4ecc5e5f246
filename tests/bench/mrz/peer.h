// Tesseract with Debian's English model on the same frames: the lines are cut out for it.
#pragma once

#include <memory>
#include <string>

#include "tests/bench/mrz/levels.h"

namespace evisa::bench {

class PeerTally {
 public:
  PeerTally();
  ~PeerTally();
  PeerTally(const PeerTally&) = delete;
  PeerTally& operator=(const PeerTally&) = delete;
  /// Told where the lines are: what is compared is the reading alone.
  void add(const MrzScene& scene);
  [[nodiscard]] std::string text() const;

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
  int frames_ = 0, whole_ = 0, line2_ = 0;
  double ms_ = 0;
};

}  // namespace evisa::bench
