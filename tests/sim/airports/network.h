// The simulated network: questions over links that are cut, slow, lossy, and repeat themselves.
#pragma once

#include <functional>
#include <optional>

#include "tests/sim/airports/chance.h"
#include "tests/sim/airports/schedule.h"

namespace evisa::airports {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// How bad it gets, in thousandths of all messages; drawn from the seed.
struct Weather {
  std::uint64_t lost = 0, repeated = 0, slow = 0;
  milliseconds longest{100};
};

struct Link {
  bool cut = false;
};

/// Thrown through a node's own work when its machine went down meanwhile.
struct WentDown {};

class Network {
 public:
  Network(Schedule& schedule, Chance& chance, Weather weather)
      : schedule_(schedule), chance_(chance), weather_(weather) {}
  void calm() { weather_ = {}; }

  /// Carries a question to where `work` answers it (nothing: nobody is there) and the answer back;
  /// the others go on meanwhile. Nothing: no answer within `deadline`; `work` may have been done,
  /// or be done later, or twice. `asks` is false once the one who asks is down.
  template <class Answer>
  std::optional<Answer> ask(const Link& link, milliseconds deadline,
                            const std::function<bool()>& asks,
                            std::function<std::optional<Answer>()> work) {
    const auto give_up = schedule_.now() + deadline;
    const milliseconds there = delay(), back = delay();
    const bool arrives = !link.cut && !chance_.in(weather_.lost);
    if (arrives && chance_.in(weather_.repeated)) {
      schedule_.after(there + chance_.between(milliseconds(1), seconds(3)), [&link, work] {
        if (!link.cut) work();
      });
    }
    if (arrives && there > deadline) {  // nobody waits for it any more, and it is done all the same
      schedule_.after(there, [&link, work] {
        if (!link.cut) work();
      });
    }
    if (!arrives || there > deadline) return wait(give_up, asks), std::nullopt;
    const auto began = schedule_.now();
    wait(began + there, asks);
    if (link.cut) return wait(give_up, asks), std::nullopt;
    schedule_.count_one();
    std::optional<Answer> answer = work();
    if (!answer || chance_.in(weather_.lost) || there + back > deadline)
      return wait(give_up, asks), std::nullopt;
    wait(began + there + back, asks);
    if (link.cut) return wait(give_up, asks), std::nullopt;
    schedule_.count_one();
    return answer;
  }

 private:
  void wait(visa::Instant until, const std::function<bool()>& asks) {
    schedule_.run_until(until);
    if (!asks()) throw WentDown{};
  }
  milliseconds delay() {
    if (chance_.in(weather_.slow)) return chance_.between(milliseconds(300), seconds(3));
    return chance_.between(milliseconds(1), weather_.longest);
  }

  Schedule& schedule_;
  Chance& chance_;
  Weather weather_;
};

}  // namespace evisa::airports
