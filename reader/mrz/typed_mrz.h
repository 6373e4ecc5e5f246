// An MRZ that a passport reader types: as a keyboard under any layout of the booth, or over a
// serial line.
//
//   message = [STX] line break line [break] [ETX]     break = CR | LF | CR LF
//   line    = 44 or 36 MRZ characters; the first break may be missing
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "visa/mrz.h"

namespace evisa::reader::mrz {

struct TypedMrz {
  visa::MrzLines lines;
  bool checks_hold = false;  ///< a reader's MRZ with a wrong check digit is shown, never relied on
};

/// Reads one whole message.
///
/// `typed`: UTF-8, at most 512 bytes. Keys of the Russian and Kazakh layouts are mapped back to the
/// US ones (crypto/keyboard_layout.h) and Shift + comma to `<`; a mapped text has to have right
/// check digits, and only one mapping may. Errors: malformed (length, a character that is not of an
/// MRZ and where), out_of_range (too long).
[[nodiscard]] Result<TypedMrz> read_typed_mrz(std::string_view typed);

/// Collects bytes as they come until a message is whole.
class TypedMrzLine {
 public:
  /// The message that this byte completes, read; nothing while it goes on. What is too long is an
  /// error once, and what follows begins anew.
  [[nodiscard]] std::optional<Result<TypedMrz>> add(char byte);
  /// Forgets what came: after a pause, or when the field is left.
  void reset() { text_.clear(); }

 private:
  [[nodiscard]] std::optional<Result<TypedMrz>> finish();
  std::string text_;
};

}  // namespace evisa::reader::mrz
