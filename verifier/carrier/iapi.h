// Interactive advance passenger information: PAXLST in, CUSRES out. Every passenger becomes one
// boarding check; what is no interchange is answered with CONTRL, what is no usable passenger list
// with a CUSRES that says so. Segments and codes: docs/carriers.md.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/carrier/boarding.h"
#include "visa/airports.h"
#include "visa/local_time.h"

namespace evisa::verifier::carrier {

/// One after the other.
[[nodiscard]] CheckAll one_by_one(Check check);

/// What a message is read by.
struct IapiTables {
  const visa::AirportTable* airports = nullptr;  ///< of Kazakhstan
  const visa::LocalTime* local_time = nullptr;   ///< arrival times are local ones
  visa::Instant now{};
};

struct IapiReply {
  enum class Kind {
    answered,    ///< a CUSRES for every message, none of them refused
    refused,     ///< at least one message was refused in its CUSRES
    not_syntax,  ///< CONTRL: nothing was read
  };
  Kind kind = Kind::not_syntax;
  std::string interchange;  ///< to be sent back
  std::string problem;      ///< what was refused, for a log; no personal data
  std::size_t passengers = 0;
};

/// A passenger with a booking reference or a reference of his own is asked about under
/// `<RFF+TN>/<reference>`: a message sent again asks the same questions.
[[nodiscard]] IapiReply answer_iapi(std::string_view interchange, const IapiTables& tables,
                                    const CheckAll& check);

}  // namespace evisa::verifier::carrier
