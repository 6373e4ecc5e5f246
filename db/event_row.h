// An event with what has been worked out about it, ready to be stored.
#pragma once

#include <string>

#include "crypto/crossing_event.h"

namespace evisa::db {

struct EventRow {
  crypto::ChainedCrossing content;
  crypto::SignedEvent event;
  crypto::EventHash hash{};
  std::string idempotency_key;  ///< empty: none (events of other booths)
};

}  // namespace evisa::db
