// Fuzzes minisign texts. Law: no text verifies but one that this program's own key could have
// written for the content, and a public key that parses is written and read back the same.
#include "crypto/minisign.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace evisa::crypto;

const MinisignSecretKey& test_key() {
  static const MinisignSecretKey key = std::move(*MinisignSecretKey::from_bytes(Bytes(40, 1)));
  return key;
}

void require(bool law) {
  if (!law) std::abort();
}

/// The lines that a signature protects: all but the untrusted comment.
std::string_view protected_part(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text.substr(std::min(text.find('\n'), text.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto key = test_key().public_key();
  if (const auto comment = minisign_verify(as_bytes("content"), text, key)) {
    const std::string ours = test_key().sign(as_bytes("content"), *comment);
    require(protected_part(text) == protected_part(ours));
  }
  if (const auto parsed = MinisignPublicKey::parse(text)) {
    const auto again = MinisignPublicKey::parse(parsed->text("comment"));
    require(again && again->id == parsed->id && again->key == parsed->key);
  }
  // The other way round: signed with any comment, it verifies; with one byte changed, it does not.
  std::string good = test_key().sign(as_bytes("content"), text.substr(0, 4096));
  require(minisign_verify(as_bytes("content"), good, key).has_value());
  const std::size_t from = good.find('\n');
  const std::size_t at = from + (size == 0 ? 0 : data[0]) % (good.size() - 1 - from);
  good[at] = static_cast<char>(good[at] ^ 1);
  require(!minisign_verify(as_bytes("content"), good, key));
  return 0;
}
