// Signer identifier, length and certificate reference as text; grammar in seal_header_text.h.
#include "crypto/seal_header_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "crypto/seal.h"

namespace evisa::crypto {
namespace {

bool is_upper_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); }

char upper(char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; }

int base_of_length(std::string_view signer) { return signer == "DEZV" ? 10 : 16; }

std::string_view without_zeros(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of('0'), text.size()));
}

}  // namespace

bool is_reference(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_upper_hex);
}

bool same_reference(std::string_view a, std::string_view b) {
  const auto is_hex = [](char c) { return is_upper_hex(upper(c)); };
  if (a.empty() || b.empty()) return false;
  if (!std::ranges::all_of(a, is_hex) || !std::ranges::all_of(b, is_hex)) return false;
  return std::ranges::equal(without_zeros(a), without_zeros(b), {}, upper, upper);
}

Result<std::size_t> parse_reference_length(std::string_view signer, std::string_view digits) {
  std::size_t length = 0;
  const char* end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, length, base_of_length(signer));
  if (parsed.ec != std::errc{} || parsed.ptr != end || length == 0) {
    return fail(
        Errc::malformed,
        fmt::format("certificate reference: length `{}`, a number from 1 expected", digits));
  }
  return length;
}

Result<std::string> compose_signer(std::string_view signer, std::string_view reference) {
  const std::size_t limit = base_of_length(signer) == 10 ? 99 : kMaxReferenceCharacters;
  if (signer.size() != kSignerCharacters) {
    return fail(Errc::malformed,
                fmt::format("signer: `{}`, {} characters expected", signer, kSignerCharacters));
  }
  if (!is_reference(reference) || reference.size() > limit) {
    return fail(
        Errc::malformed,
        fmt::format("certificate reference: `{}`, 1 to {} hex digits expected", reference, limit));
  }
  const std::string length = base_of_length(signer) == 10 ? fmt::format("{:02}", reference.size())
                                                          : fmt::format("{:02X}", reference.size());
  return fmt::format("{}{}{}", signer, length, reference);
}

}  // namespace evisa::crypto
