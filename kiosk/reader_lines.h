// What a passport reader on a serial line sends, byte by byte, to the two lines of an MRZ.
//
//   document = line end line end | line line end     each line 44 characters of A-Z 0-9 <
//   end      = anything else, CR, LF and ETX among it; empty lines do not count
#pragma once

#include <optional>
#include <string>

namespace evisa::kiosk {

class ReaderLines {
 public:
  /// The next byte. Two lines with a line break between once they are whole; anything of another
  /// length is dropped with the line before it.
  [[nodiscard]] std::optional<std::string> add(char byte);
  /// The line has been silent: what came before belongs to nothing that follows.
  void forget();

 private:
  [[nodiscard]] std::optional<std::string> end_line();
  std::string line_;  ///< at most one character more than two lines
  std::string first_;
};

}  // namespace evisa::kiosk
