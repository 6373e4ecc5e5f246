// A passenger at a boarding gate.
#include "tests/unit/verifier/carrier_fixture.h"

namespace evisa::verifier::scenes {

Gate::Gate() {
  request.scan = scene.seal_bytes();
  request.passport = scene.complete().passport;
  request.airport = "ALA";
  request.arrival = instant("2026-11-20T21:10:00Z");
  request.flight = "KC872";
  request.reference = "R1";
  known.history_asked = true;
}

void Gate::by_number(visa::VisaStatus status) {
  scene.record(status);
  known.record = scene.request.record;
  known.register_asked = true;
  request.scan.reset();
  request.visa_number = scene.visa.number;
  request.printout_shown = true;
}

carrier::BoardingAnswer Gate::check() {
  carrier::BoardingAnswer answer;
  scene.with_trust([&](const Trust& trust) {
    const auto find = [&](const carrier::WhichVisa& which) {
      asked.push_back(which.number);
      return known;
    };
    answer = carrier::check_boarding(request, scene.signers, trust, find, scene.request.now);
  });
  return answer;
}

std::string told(const carrier::BoardingAnswer& answer) {
  std::string text(visa::to_string(answer.answer));
  if (answer.code) text += " " + std::string(visa::to_string(*answer.code));
  return text;
}

}  // namespace evisa::verifier::scenes
