// Frames of a WebSocket, at the server's end. RFC 6455 5.
//
//   frame   = FIN RSV1-3 opcode, MASK length, [16 or 64 bits of length], mask (4), masked payload
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::http {

enum class Opcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10
};

struct WebSocketFrame {
  Opcode opcode = Opcode::text;
  bool final = true;
  std::string payload;
};

/// Takes a client's frame off the front of `in`; nothing as long as it is not whole. `most`: bytes
/// of payload. Errors: malformed (not masked, reserved bits or opcodes, a length in more bytes than
/// it needs, a control frame in pieces or of over 125 bytes), out_of_range (over `most`, known from
/// the head on).
[[nodiscard]] Result<std::optional<WebSocketFrame>> take_frame(std::string& in, std::size_t most);

/// A whole message or control frame as the server sends it: not masked.
[[nodiscard]] std::string compose_frame(Opcode opcode, std::string_view payload);

/// Sec-WebSocket-Accept for a client's Sec-WebSocket-Key. RFC 6455 4.2.2. Errors: malformed (not
/// base64 of 16 bytes).
[[nodiscard]] Result<std::string> accept_of_key(std::string_view key);

}  // namespace evisa::http
