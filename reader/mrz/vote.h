// Several frames of one document to one MRZ that may be relied on.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "reader/mrz/sight.h"

namespace evisa::reader::mrz {

/// Joins what frames show of one document. A new document never mixes with the last: characters
/// that are sure and differ, or a few frames without an MRZ, begin anew.
class MrzVote {
 public:
  /// `sight`: what read_mrz found in the next frame.
  void add(const std::optional<MrzSight>& sight);
  void reset();

  /// The evidence of all frames together: what the officer is shown, and corrects by hand as long
  /// as it is not accepted. Empty before the first sight.
  [[nodiscard]] const std::optional<MrzSight>& joint() const { return joint_; }
  /// True when every check digit holds without a correction, every character is sure, and two
  /// frames have each read the same text for themselves. Not where the characters that no check
  /// digit covers are suspicious: States that differ in one letter, a doubtful initial.
  [[nodiscard]] bool accepted() const;
  /// Frames whose own text is the joint text, with right check digits.
  [[nodiscard]] std::size_t agreeing() const;

 private:
  void start(const MrzSight& sight);
  Evidence sum_;
  std::size_t frames_ = 0;
  std::size_t missed_ = 0;              ///< frames in a row without an MRZ
  std::vector<std::string> own_texts_;  ///< of frames that could stand alone
  std::optional<MrzSight> joint_;
};

}  // namespace evisa::reader::mrz
