// PEM; contract in pem.h.
#include "crypto/pem.h"

#include <fmt/core.h>

#include <algorithm>

namespace evisa::crypto {
namespace {

constexpr std::uint8_t kSequence = 0x30;
constexpr std::string_view kBegin = "-----BEGIN ", kEnd = "-----END ", kDashes = "-----";

/// The base64 lines of a block, run together. Errors: malformed (a header line, blanks inside).
Result<std::string> base64_of(std::string_view body) {
  std::string text;
  for (const char c : body) {
    if (c != '\n' && c != '\r' && c != ' ' && c != '\t') text += c;
  }
  if (text.empty()) return fail(Errc::malformed, "PEM: empty block");
  return text;
}

/// One block at the front of `text`; moves `text` behind it.
Result<Bytes> take_block(std::string_view& text, std::string_view label) {
  const std::string begin = fmt::format("{}{}{}", kBegin, label, kDashes);
  const std::string end = fmt::format("{}{}{}", kEnd, label, kDashes);
  if (!text.starts_with(begin)) {
    return fail(Errc::malformed,
                fmt::format("PEM: a block `{}` expected, `{}` found", label,
                            text.substr(0, std::min(text.find('\n'), text.size()))));
  }
  const auto stop = text.find(end);
  if (stop == std::string_view::npos) return fail(Errc::malformed, "PEM: the block has no end");
  const auto base64 = base64_of(text.substr(begin.size(), stop - begin.size()));
  if (!base64) return std::unexpected(base64.error());
  text.remove_prefix(stop + end.size());
  auto der = from_base64(*base64);
  if (!der) return fail(Errc::malformed, "PEM: " + der.error().message);
  if (der->size() > kMaxDer) {
    return fail(Errc::out_of_range, fmt::format("PEM: {} bytes, at most {}", der->size(), kMaxDer));
  }
  return der;
}

}  // namespace

Result<std::vector<Bytes>> pem_to_der(ByteView pem, std::string_view label) {
  std::string_view text = as_text(pem);
  std::vector<Bytes> blocks;
  for (auto at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin)) {
    text.remove_prefix(at);
    auto der = take_block(text, label);
    if (!der) return std::unexpected(std::move(der.error()));
    blocks.push_back(std::move(*der));
  }
  if (blocks.empty()) return fail(Errc::malformed, fmt::format("PEM: no block `{}`", label));
  return blocks;
}

std::string der_to_pem(ByteView der, std::string_view label) {
  const std::string base64 = to_base64(der);
  std::string pem = fmt::format("{}{}{}\n", kBegin, label, kDashes);
  for (std::size_t i = 0; i < base64.size(); i += 64) pem += base64.substr(i, 64) + "\n";
  return pem + fmt::format("{}{}{}\n", kEnd, label, kDashes);
}

Result<Bytes> first_der(ByteView pem_or_der, std::string_view label) {
  if (pem_or_der.empty()) return fail(Errc::malformed, fmt::format("{}: empty", label));
  if (pem_or_der[0] == kSequence) {
    if (pem_or_der.size() > kMaxDer) {
      return fail(Errc::out_of_range,
                  fmt::format("{}: {} bytes, at most {}", label, pem_or_der.size(), kMaxDer));
    }
    return Bytes(pem_or_der.begin(), pem_or_der.end());
  }
  auto blocks = pem_to_der(pem_or_der, label);
  if (!blocks) return std::unexpected(std::move(blocks.error()));
  return std::move(blocks->front());
}

}  // namespace evisa::crypto
