// Fields of certificates and CRLs; contract in x509_field.h.
#include "crypto/x509_field.h"

#include <fmt/core.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>

#include "crypto/der_length.h"

namespace evisa::crypto {
namespace {

constexpr std::uint8_t kSequence = 0x30;

using UsageHandle = OpensslHandle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;

void free_openssl(void* memory) { OPENSSL_free(memory); }

/// The content of a SEQUENCE at the front of `der`, and the size of the whole element.
struct Element {
  ByteView content, whole;
};
std::optional<Element> sequence_at_front(ByteView der) {
  if (der.size() < 2 || der[0] != kSequence) return std::nullopt;
  const auto length = read_der_length(der.subspan(1));
  if (!length) return std::nullopt;
  const std::size_t start = 1 + length->octets;
  if (der.size() - start < length->value) return std::nullopt;
  return Element{der.subspan(start, length->value), der.first(start + length->value)};
}

}  // namespace

Result<std::string> serial_of(const ASN1_INTEGER* serial) {
  BnHandle number(ASN1_INTEGER_to_BN(serial, nullptr));
  if (!number || BN_is_negative(number.get())) {
    return fail(Errc::malformed, "certificate: negative serial number");
  }
  Bytes bytes(static_cast<std::size_t>(BN_num_bytes(number.get())));
  BN_bn2bin(number.get(), bytes.data());
  std::string hex = to_hex(bytes);
  if (hex.starts_with('0')) hex.erase(0, 1);  // BIGNUMs have no leading zero byte
  return hex.empty() ? "0" : hex;
}

Result<visa::Instant> instant_of(const ASN1_TIME* time) {
  std::tm fields{};
  if (!time || ASN1_TIME_to_tm(time, &fields) != 1) {
    ERR_clear_error();
    return fail(Errc::malformed, "certificate: a time that does not exist");
  }
  using namespace std::chrono;
  const sys_days day =
      year_month_day(year(fields.tm_year + 1900), month(static_cast<unsigned>(fields.tm_mon + 1)),
                     std::chrono::day(static_cast<unsigned>(fields.tm_mday)));
  return visa::Instant(day + hours(fields.tm_hour) + minutes(fields.tm_min) +
                       seconds(fields.tm_sec));
}

Result<std::string> attribute_of(const X509_NAME* name, int nid) {
  const int at = X509_NAME_get_index_by_NID(name, nid, -1);
  if (at < 0) return std::string();
  if (X509_NAME_get_index_by_NID(name, nid, at) >= 0) {
    return fail(Errc::malformed, fmt::format("certificate: several {} in a name", OBJ_nid2sn(nid)));
  }
  unsigned char* utf8 = nullptr;
  const int size =
      ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (size < 0) return fail(Errc::malformed, "certificate: a name that is no text");
  const OpensslHandle<unsigned char, free_openssl> owner(utf8);
  return std::string(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
}

bool has_extended_usage(const X509* certificate, std::string_view oid) {
  const UsageHandle usages(static_cast<EXTENDED_KEY_USAGE*>(
      X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr)));
  for (int i = 0; usages && i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
    std::array<char, 80> text{};
    OBJ_obj2txt(text.data(), static_cast<int>(text.size()), sk_ASN1_OBJECT_value(usages.get(), i),
                1);
    if (oid == text.data()) return true;
  }
  return false;
}

ByteView signed_part_of(ByteView der) {
  const auto outer = sequence_at_front(der);
  if (!outer || outer->whole.size() != der.size()) return {};
  const auto inner = sequence_at_front(outer->content);
  return inner ? inner->whole : ByteView{};
}

bool is_accepted_signature(int nid) {
  constexpr std::array kAccepted = {NID_ED25519, NID_ecdsa_with_SHA224, NID_ecdsa_with_SHA256,
                                    NID_ecdsa_with_SHA384, NID_ecdsa_with_SHA512};
  return std::ranges::find(kAccepted, nid) != kAccepted.end();
}

bool ed25519_holds(ByteView der, const ASN1_BIT_STRING* signature, const Ed25519PublicKey& key) {
  const ByteView covered = signed_part_of(der);
  if (covered.empty()) return false;
  const ByteView bytes(ASN1_STRING_get0_data(signature),
                       static_cast<std::size_t>(ASN1_STRING_length(signature)));
  return ed25519_verify(covered, bytes, key);
}

}  // namespace evisa::crypto
