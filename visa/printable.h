// Text from outside, made fit for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace evisa::visa {

/// `text` with every byte of a control character, of a character that is not seen or turns the
/// writing's direction (U+200B-200F, 2028-202E, 2060-206F, FEFF), and of what is not UTF-8, as
/// `\x1b`. One line stays one line, and nobody writes over what the program said. Letters of any
/// script pass; not reversible, as a backslash passes too.
[[nodiscard]] std::string printable(std::string_view text);

/// True when the whole of it is UTF-8 (RFC 3629).
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace evisa::visa
