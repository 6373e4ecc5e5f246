// Fuzzes interactive API messages. Law: whatever comes in, what goes out is an interchange that
// parses again to the same bytes; it is CONTRL, or CUSRES messages that parse, one answer for each
// passenger and never "board" for an unread one.
#include "verifier/carrier/iapi.h"

#include <cstdint>
#include <cstdlib>

#include "verifier/carrier/cusres.h"

namespace {

using namespace evisa;
using namespace evisa::verifier::carrier;

void require(bool law) {
  if (!law) std::abort();
}

BoardingAnswer answer(const BoardingRequest& request) {
  BoardingAnswer told;
  told.missing = missing_in(request);
  told.answer = told.missing.empty() ? Answer::board : Answer::call_border;
  told.text = "Текст?+:'";
  return told;
}

void check_answers(const Interchange& whole, std::size_t passengers) {
  std::size_t answered = 0;
  for (const auto& group : whole.groups)
    for (const auto& message : group.messages) {
      const auto cusres = parse_cusres(message);
      require(cusres.has_value());
      answered += cusres->passengers.size();
    }
  require(answered == passengers);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const visa::LocalTime local_time = visa::LocalTime::kazakhstan();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const IapiTables tables{&visa::AirportTable::builtin(), &local_time,
                          visa::parse_instant("2026-11-20T10:00:00Z").value()};
  const auto reply = answer_iapi(text, tables, one_by_one(answer));
  const auto whole = parse_interchange(reply.interchange);
  require(whole.has_value());
  require(compose(*whole) == reply.interchange);
  if (reply.kind == IapiReply::Kind::not_syntax)
    require(whole->groups.front().messages.front().type() == "CONTRL");
  else
    check_answers(*whole, reply.passengers);
  return 0;
}
