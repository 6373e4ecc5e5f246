// A booth's own chain of signed events.
#include "tests/sample/event_chain.h"

#include "tests/sample/must.h"

namespace evisa::sample {

visa::AirportCode EventChain::airport() const {
  return must(visa::AirportCode::parse(booth_.substr(0, 3)));
}

visa::Crossing EventChain::draft(visa::EventKind kind, visa::VisaNumber visa,
                                 visa::Instant time) const {
  visa::Crossing crossing;
  crossing.kind = kind;
  crossing.visa = visa;
  crossing.time = time;
  crossing.airport = airport();
  crossing.officer = "KZ-117";
  crossing.ruleset_id = "kz-evisa-default-1";
  crossing.bundle_sequence = 1;
  crossing.software = "test";
  return crossing;
}

crypto::SignedEvent EventChain::append(visa::Crossing crossing) {
  crossing.id = {booth_, ++sequence_};
  auto event = crypto::sign_event({std::move(crossing), head_}, key_);
  head_ = crypto::hash_of(event);
  return event;
}

}  // namespace evisa::sample
