// One simulated world: its life, its faults, and the checks at its end.
#include "tests/sim/airports/world.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "tests/sample/must.h"

namespace evisa::airports {
namespace {

using sample::must;

const visa::Instant kStart = must(visa::parse_instant("2026-11-20T10:00:00Z"));
constexpr std::size_t kMostRounds = 10'000;

Weather draw_weather(Chance& chance) {
  Weather weather;
  weather.lost = chance.below(60);
  weather.repeated = chance.below(60);
  weather.slow = chance.below(40);
  weather.longest = milliseconds(5 + chance.below(200));
  return weather;
}

milliseconds draw_skew(Chance& chance) {
  constexpr milliseconds kHour = std::chrono::hours(1);
  switch (chance.below(3)) {
    case 0:
      return milliseconds(0);
    case 1:
      return chance.between(seconds(-60), seconds(60));
    default:
      return chance.between(-kHour, kHour);
  }
}

}  // namespace

Report& Report::operator+=(const Report& other) {
  events += other.events, crossings += other.crossings, entries += other.entries;
  provisional += other.provisional, double_uses += other.double_uses;
  resolutions += other.resolutions, reversals += other.reversals;
  restarts += other.restarts, kills += other.kills, power_cuts += other.power_cuts;
  full_disks += other.full_disks, cuts += other.cuts;
  if (violation.empty()) violation = other.violation;
  return *this;
}

World::World(const WorldOptions& options)
    : options_(options),
      common_(options.seed, kStart, options.sabotage),
      whole_batches_(common_.chance.in(300)),
      network_(common_.schedule, common_.chance, draw_weather(common_.chance)),
      travellers_(common_.chance) {
  build();
}

World::~World() = default;

void World::build() {
  for (const char* name : {"ALA", "NQZ"}) {
    sites_.push_back(std::make_unique<Site>(name, folder_ / name, whole_batches_, common_));
    Site& site = *sites_.back();
    site.set_skew(draw_skew(common_.chance) / 60);  // a service's clock is looked after
    const std::uint64_t booths = 2 + common_.chance.below(4);
    for (std::uint64_t i = 1; i <= booths; ++i) {
      const auto booth = fmt::format("{}-{:02}", name, i);
      booths_.push_back(
          std::make_unique<Booth>(booth, folder_ / booth, site, network_, travellers_, common_));
      booths_.back()->set_skew(draw_skew(common_.chance));
      if (!site.know(booth, booths_.back()->public_key())) throw Violation("no key registered");
    }
  }
  for (auto& booth : booths_) {
    every(seconds(1), seconds(20), [&booth = *booth] { booth.serve(); });
    every(seconds(1), seconds(20), [&booth = *booth] {
      bool more = true;
      while (more && booth.hand_in(more)) {
      }
    });
  }
  for (std::size_t i = 0; i < 2; ++i) {
    Site& site = *sites_[i];
    Site& other = *sites_[1 - i];
    every(seconds(2), seconds(10), [this, &site, &other] {
      bool more = true;
      while (more && site.sync(other, trunk_, network_, more)) {
      }
    });
    every(seconds(30), minutes(10), [&site] { site.resolve_one(); });
    // The peer's keys are exchanged on some day of the first hour.
    exchange_keys(site, other, common_.chance.between(seconds(0), minutes(20)));
  }
  every(seconds(5), seconds(60), [this] { go_wrong(); });
}

/// Again and again until it is calm; a job that takes long begins anew after its end.
void World::every(milliseconds least, milliseconds most, std::function<void()> job) {
  common_.schedule.after(common_.chance.between(least, most),
                         [this, least, most, job = std::move(job)] {
                           if (common_.calm) return;
                           job();
                           every(least, most, job);
                         });
}

/// False: not all of them could be registered.
bool World::register_peers(Site& site, const Site& other) {
  if (!site.check_alive()) return false;
  const auto keys = site.airport().accounts->booths().load();
  if (!keys) return false;
  const auto known = [&](const std::string& booth, const crypto::Ed25519PublicKey& key) {
    return keys->find(booth) != nullptr || site.know(booth, key);
  };
  bool all = known(other.name() + "-S1", other.own_key());
  for (const auto& booth : booths_)
    if (booth->name().starts_with(other.name())) all &= known(booth->name(), booth->public_key());
  return site.check_alive() && all;
}

void World::exchange_keys(Site& site, const Site& other, milliseconds when) {
  common_.schedule.after(when, [this, &site, &other] {
    if (!register_peers(site, other)) exchange_keys(site, other, minutes(1));
  });
}

void World::cut(Link& link, milliseconds most) {
  if (link.cut) return;
  ++common_.cuts;
  link.cut = true;
  common_.schedule.after(common_.chance.between(seconds(1), most), [&link] { link.cut = false; });
}

void World::break_node(Node& node) {
  Chance& chance = common_.chance;
  const bool power = chance.in(500);
  switch (chance.below(whole_batches_ ? 2 : 4)) {
    case 0:
      ++common_.restarts;
      node.restart();
      break;
    case 1:
      node.go_down(power);
      break;
    case 2:
      node.plan_stop(chance.below(60), power);
      break;
    default:
      ++common_.full_disks;
      node.disk().fill(true);
      common_.schedule.after(chance.between(seconds(10), minutes(5)),
                             [&node] { node.disk().fill(false); });
  }
}

void World::go_wrong() {
  Chance& chance = common_.chance;
  Booth& booth = *booths_[chance.below(booths_.size())];
  switch (chance.below(8)) {
    case 0:
    case 1:
      return cut(booth.link(), chance.in(800) ? milliseconds(minutes(3)) : minutes(90));
    case 2:
      return cut(trunk_, chance.in(700) ? milliseconds(minutes(10)) : minutes(180));
    case 3:
    case 4:
      return break_node(booth);
    case 5:
      return break_node(*sites_[chance.below(2)]);
    case 6:
      return booth.set_skew(draw_skew(chance));  // somebody set the clock
    default:
      return;
  }
}

/// Everything works again, and nothing new happens.
void World::heal() {
  common_.calm = true;
  network_.calm();
  while (common_.schedule.run_next()) {
  }
  trunk_.cut = false;
  const auto mend = [](Node& node) {
    node.disk().fill(false);
    node.restart();
  };
  for (auto& site : sites_) mend(*site);
  for (auto& booth : booths_) booth->link().cut = false, mend(*booth);
  while (common_.schedule.run_next()) {
  }
  for (std::size_t i = 0; i < 2; ++i)
    if (!register_peers(*sites_[i], *sites_[1 - i])) throw Violation("keys are not registered");
}

void World::hand_in_everything() {
  const auto still_waiting = [&](const auto& booth) {
    bool more = true;
    while (more) {
      if (!booth->hand_in(more))
        throw Violation(fmt::format("{} cannot hand in over a line that works", booth->name()));
    }
    return booth->waiting() > 0;
  };
  for (std::size_t round = 0; std::ranges::any_of(booths_, still_waiting); ++round)
    if (round == kMostRounds) throw Violation("events are never acknowledged");
  for (int round = 0; round < 3; ++round) {  // what was kept aside comes in behind the others
    for (std::size_t i = 0; i < 2; ++i) {
      bool more = true;
      while (more) {
        if (!sites_[i]->sync(*sites_[1 - i], trunk_, network_, more))
          throw Violation(fmt::format("{} cannot read over a line that works", sites_[i]->name()));
      }
    }
  }
}

void World::check_logs() {
  for (const auto& booth : booths_) common_.oracle.check_kept(booth->name(), booth->log(), true);
  for (const auto& site : sites_) {
    const auto& log = *site->airport().log;
    common_.oracle.check_kept(site->name(), log, true);
    common_.oracle.check_complete(site->name(), log);
    const auto keys = must(site->airport().accounts->booths().load());
    const auto defects = must(log.verify(keys.all()));
    if (!defects.empty())
      throw Violation(
          fmt::format("{}: {}: {}", site->name(), defects[0].event.text(), defects[0].detail));
    const auto refused = must(site->airport().peers->refused(0, 1));
    if (!refused.empty())
      throw Violation(fmt::format("{} keeps aside: {}", site->name(), refused[0].why));
  }
  const auto &one = *sites_[0]->airport().log, &other = *sites_[1]->airport().log;
  if (must(one.set_hash()) != must(other.set_hash()))
    throw Violation(
        fmt::format("the airports differ: {} and {} events", must(one.size()), must(other.size())));
  common_.oracle.check_claims();
}

/// An open alarm for every double use, at both airports, and for nothing else.
void World::check_alarms() {
  const auto expected = common_.oracle.double_uses();
  for (const auto& site : sites_) {
    const auto alarmed = site->alarmed();
    for (const auto& visa : expected)
      if (!alarmed.contains(visa))
        throw Violation(
            fmt::format("visa {} was used twice and {} has no open alarm", visa, site->name()));
    for (const auto& visa : alarmed) {
      const auto history = must(site->airport().log->history(must(visa::VisaNumber::parse(visa))));
      if (visa::fold_crossings(history).conflicts.empty())
        throw Violation(
            fmt::format("{} has an alarm for visa {}, which has no conflict", site->name(), visa));
    }
  }
}

void World::settle_everything() {
  for (std::size_t round = 0; round < kMostRounds; ++round) {
    Site& site = *sites_[common_.chance.below(2)];
    if (site.alarmed().empty()) break;
    if (!site.resolve_one()) throw Violation(site.name() + ": a double use cannot be settled");
    hand_in_everything();
  }
  for (const auto& site : sites_)
    if (const auto open = site->alarmed(); !open.empty())
      throw Violation(fmt::format("{}: settled at the other airport, open here: {}", site->name(),
                                  fmt::join(open, " ")));
}

Report World::run() {
  while (common_.schedule.events() < options_.events && common_.schedule.run_next()) {
  }
  heal();
  hand_in_everything();
  check_logs();
  check_alarms();
  settle_everything();
  check_logs();
  return report();
}

Report World::report() const {
  using visa::EventKind;
  const auto& oracle = common_.oracle;
  const auto both = [&](EventKind kind) {
    return oracle.count(kind, false) + oracle.count(kind, true);
  };
  return {.events = common_.schedule.events(),
          .crossings = oracle.events(),
          .entries = both(EventKind::entry),
          .provisional = oracle.count(EventKind::entry, true),
          .double_uses = sites_[0]->double_use_alarms(),
          .resolutions = both(EventKind::resolution),
          .reversals = both(EventKind::reversal),
          .restarts = common_.restarts,
          .kills = common_.kills,
          .power_cuts = common_.power_cuts,
          .full_disks = common_.full_disks,
          .cuts = common_.cuts,
          .violation = {}};
}

Report run_world(const WorldOptions& options) {
  World world(options);
  try {
    return world.run();
  } catch (const Violation& violation) {
    return {.events = options.events, .violation = violation.what()};
  }
}

}  // namespace evisa::airports
