// Characters of a monospaced font as ink, for the training and for the tests' passports.
#pragma once

#include <array>
#include <filesystem>
#include <opencv2/core.hpp>
#include <string_view>

#include "reader/mrz/alphabet.h"
#include "visa/result.h"

namespace evisa::reader::mrz {

class Glyphs {
 public:
  /// `pitch`: the width of a character in pixels. Errors: not_found (no such font), malformed (not
  /// a font, or without a character of the alphabet).
  [[nodiscard]] static Result<Glyphs> open(const std::filesystem::path& font, double pitch);

  /// Adds the ink of one character. `ink`: CV_8UC1, 255 = full; `centre`: where the middle of a
  /// capital of this character's cell goes.
  void print(cv::Mat& ink, char character, cv::Point2d centre) const;
  /// A whole line; `first`: the centre of its first character.
  void print(cv::Mat& ink, std::string_view line, cv::Point2d first) const;
  [[nodiscard]] double pitch() const { return pitch_; }

 private:
  struct Glyph {
    cv::Mat ink;
    cv::Point2d origin;  ///< of the ink's top left, from the centre of the cell
  };
  double pitch_ = 0;
  std::array<Glyph, kAlphabet.size()> glyphs_;
};

}  // namespace evisa::reader::mrz
