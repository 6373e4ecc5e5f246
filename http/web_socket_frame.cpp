// Frames of a WebSocket.
#include "http/web_socket_frame.h"

#include <Poco/SHA1Engine.h>

#include "crypto/bytes.h"
#include "http/wiped.h"

namespace evisa::http {
namespace {

constexpr std::size_t kMask = 4;
constexpr std::uint8_t kFinal = 0x80, kReserved = 0x70, kMasked = 0x80;
constexpr std::uint8_t kTwoBytes = 126, kEightBytes = 127;

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8U | static_cast<std::uint8_t>(c);
  return value;
}

std::optional<Opcode> opcode_of(std::uint8_t bits) {
  switch (bits) {
    case 0:
    case 1:
    case 2:
    case 8:
    case 9:
    case 10:
      return static_cast<Opcode>(bits);
    default:
      return std::nullopt;
  }
}

bool is_control(Opcode opcode) { return static_cast<std::uint8_t>(opcode) >= 8; }

struct Head {
  Opcode opcode = Opcode::text;
  bool final = true;
  std::size_t size = 0;  ///< of the head with the mask
  std::uint64_t payload = 0;
};

Result<void> check(const Head& head) {
  if (is_control(head.opcode) && (!head.final || head.payload > 125))
    return fail(Errc::malformed, "a control frame in pieces or too long");
  return {};
}

Result<std::optional<Head>> read_head(std::string_view in) {
  if (in.size() < 2) return std::nullopt;
  const auto opcode = opcode_of(byte_at(in, 0) & 0x0FU);
  if (!opcode || (byte_at(in, 0) & kReserved) != 0)
    return fail(Errc::malformed, "a frame of a kind that was not agreed on");
  // SPEC: RFC 6455 5.1: a client masks every frame.
  if ((byte_at(in, 1) & kMasked) == 0) return fail(Errc::malformed, "a frame without mask");
  const std::uint8_t short_length = byte_at(in, 1) & 0x7FU;
  const std::size_t more = short_length == kTwoBytes ? 2 : short_length == kEightBytes ? 8 : 0;
  Head head{*opcode, (byte_at(in, 0) & kFinal) != 0, 2 + more + kMask, short_length};
  if (in.size() < head.size) return std::nullopt;
  if (more > 0) {
    head.payload = big_endian(in.substr(2, more));
    const std::uint64_t least = more == 2 ? kTwoBytes : 0x10000;
    if (head.payload < least || head.payload >> 63U != 0)
      return fail(Errc::malformed, "a length in more bytes than it needs");
  }
  if (auto ok = check(head); !ok) return std::unexpected(ok.error());
  return head;
}

}  // namespace

Result<std::optional<WebSocketFrame>> take_frame(std::string& in, std::size_t most) {
  const auto head = read_head(in);
  if (!head) return std::unexpected(head.error());
  if (!*head) return std::nullopt;
  if ((*head)->payload > most)
    return fail(Errc::out_of_range, "a message of " + std::to_string((*head)->payload) +
                                        " bytes, at most " + std::to_string(most));
  const auto length = static_cast<std::size_t>((*head)->payload);
  const std::size_t begin = (*head)->size;
  if (in.size() - begin < length) return std::nullopt;
  WebSocketFrame frame{(*head)->opcode, (*head)->final, in.substr(begin, length)};
  for (std::size_t i = 0; i < length; ++i)
    frame.payload[i] =
        static_cast<char>(byte_at(frame.payload, i) ^ byte_at(in, begin - kMask + i % kMask));
  // A page's messages hold PINs, and the mask lies beside them: no copy stays behind.
  drop_front(in, begin + length);
  return frame;
}

std::string compose_frame(Opcode opcode, std::string_view payload) {
  std::string frame(1, static_cast<char>(kFinal | static_cast<std::uint8_t>(opcode)));
  const std::uint64_t length = payload.size();
  const std::size_t more = length < kTwoBytes ? 0 : length < 0x10000 ? 2 : 8;
  frame += static_cast<char>(more == 0 ? length : more == 2 ? kTwoBytes : kEightBytes);
  for (std::size_t i = more; i > 0; --i)
    frame += static_cast<char>(length >> (8 * (i - 1)) & 0xFFU);
  frame += payload;
  return frame;
}

Result<std::string> accept_of_key(std::string_view key) {
  constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  const auto nonce = crypto::from_base64(key);
  if (!nonce || nonce->size() != 16)
    return fail(Errc::malformed, "Sec-WebSocket-Key: expected base64 of 16 bytes");
  const std::string both = std::string(key) + std::string(kGuid);
  Poco::SHA1Engine sha1;  // not for security: RFC 6455 asks for it
  sha1.update(both);
  return crypto::to_base64(sha1.digest());
}

}  // namespace evisa::http
