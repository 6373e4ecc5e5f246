// Fuzzes WebSocket frames. Laws: what is taken off the front is never longer than what there was; a
// frame that was taken is composed and masked to the same bytes again; in pieces the bytes give the
// same frames.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "http/web_socket_frame.h"

namespace {

using namespace evisa::http;

constexpr std::size_t kMost = 4096;

void require(bool law) {
  if (!law) std::abort();
}

/// As the client had sent it, `consumed` being its bytes.
std::string masked(const WebSocketFrame& frame, std::string_view consumed) {
  const std::string plain = compose_frame(frame.opcode, frame.payload);
  const std::size_t head = plain.size() - frame.payload.size();
  std::string text = plain.substr(0, head);
  if (!frame.final) text[0] = static_cast<char>(text[0] & 0x7F);
  text[1] = static_cast<char>(text[1] | 0x80);
  const std::string mask(consumed.substr(head, 4));
  text += mask;
  for (std::size_t i = 0; i < frame.payload.size(); ++i)
    text += static_cast<char>(frame.payload[i] ^ mask[i % 4]);
  return text;
}

struct Taken {
  std::string frames;
  bool broken = false;
};

/// All frames, as they were, with `step` bytes arriving at a time.
Taken take_all(std::string_view bytes, std::size_t step) {
  Taken taken;
  std::string in;
  while (!taken.broken && !bytes.empty()) {
    const auto piece = bytes.substr(0, step);
    bytes.remove_prefix(piece.size());
    in += piece;
    for (bool more = true; more;) {
      const std::string before = in;
      const auto frame = take_frame(in, kMost);
      taken.broken = !frame;
      more = frame && frame->has_value();
      if (!more) continue;
      require(in.size() < before.size() && before.ends_with(in));
      require((*frame)->payload.size() <= kMost);
      const auto consumed = std::string_view(before).substr(0, before.size() - in.size());
      require(masked(**frame, consumed) == consumed);
      taken.frames += consumed;
    }
  }
  return taken;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Taken whole = take_all(bytes, bytes.size() + 1), by_byte = take_all(bytes, 1);
  require(whole.frames == by_byte.frames && whole.broken == by_byte.broken);
  return 0;
}
