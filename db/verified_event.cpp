// Signature, number and hash of an event, before it is queued: the writer's time is for the disk.
#include "db/verified_event.h"

#include <fmt/format.h>

#include <utility>

#include "db/chain_check.h"
#include "db/log_writer.h"

namespace evisa::db {

Result<VerifiedEvent> VerifiedEvent::check(crypto::ReadEvent event, const BoothKeys& keys) {
  const visa::EventId& id = event.content.crossing.id;
  if (auto known = check_signed(event.event, id.booth, keys); !known)
    return std::unexpected(known.error());
  if (id.sequence < 1 || id.sequence >= kMaxSequence)
    return fail(Errc::malformed, fmt::format("sequence {} does not exist", id.sequence));
  const crypto::EventHash hash = crypto::hash_of(event.event);
  return VerifiedEvent({.content = std::move(event.content),
                        .event = std::move(event.event),
                        .hash = hash,
                        .idempotency_key = {}});
}

}  // namespace evisa::db
