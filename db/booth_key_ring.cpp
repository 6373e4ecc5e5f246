// Which booth's key may sign for which time.
#include "db/booth_key_ring.h"

#include <algorithm>

namespace evisa::db {
namespace {

KeyVerdict judge_time(const BoothKey& key, visa::Instant time) {
  if (key.revoked_at && time >= *key.revoked_at) return KeyVerdict::revoked;
  if (time < key.valid_from) return KeyVerdict::not_yet_valid;
  if (key.compromised_since && time >= *key.compromised_since) return KeyVerdict::compromised;
  return KeyVerdict::accepted;
}

}  // namespace

std::string_view to_string(KeyVerdict verdict) {
  switch (verdict) {
    case KeyVerdict::accepted:
      return "accepted";
    case KeyVerdict::compromised:
      return "compromised";
    case KeyVerdict::revoked:
      return "revoked";
    case KeyVerdict::not_yet_valid:
      return "not_yet_valid";
    case KeyVerdict::unknown_booth:
      return "unknown_booth";
    case KeyVerdict::bad_signature:
      return "bad_signature";
  }
  return "";
}

bool is_accepted(KeyVerdict verdict) {
  return verdict == KeyVerdict::accepted || verdict == KeyVerdict::compromised;
}

const BoothInfo* BoothKeyRing::find(std::string_view booth) const {
  const auto found = std::ranges::find(booths_, booth, &BoothInfo::name);
  return found == booths_.end() ? nullptr : &*found;
}

BoothKeys BoothKeyRing::all() const {
  BoothKeys keys;
  for (const BoothInfo& booth : booths_) {
    auto& list = keys[booth.name];
    for (const BoothKey& key : booth.keys) list.push_back(key.key);
  }
  return keys;
}

BoothKeys BoothKeyRing::accepting(std::string_view booth, visa::Instant time) const {
  const BoothInfo* info = find(booth);
  if (info == nullptr) return {};
  BoothKeys keys;
  auto& list = keys[info->name];
  for (const BoothKey& key : info->keys) {
    if (is_accepted(judge_time(key, time))) list.push_back(key.key);
  }
  return keys;
}

Result<KeyVerdict> BoothKeyRing::judge(const crypto::SignedEvent& event) const {
  const auto content = crypto::parse_event(event.json);
  if (!content) return std::unexpected(content.error());
  const BoothInfo* booth = find(content->crossing.id.booth);
  if (booth == nullptr) return KeyVerdict::unknown_booth;
  for (const BoothKey& key : booth->keys) {
    if (crypto::ed25519_verify(crypto::as_bytes(event.json), event.signature, key.key)) {
      return judge_time(key, content->crossing.time);
    }
  }
  return KeyVerdict::bad_signature;
}

}  // namespace evisa::db
