// Clock, bundle, disk, line to the service.
#include "kiosk/booth_findings.h"

#include <fmt/format.h>

#include <thread>

#include "crypto/files.h"

namespace evisa::kiosk {
namespace {

using std::chrono::minutes;

constexpr std::chrono::seconds kLinePatience{4};
constexpr std::uintmax_t kMiB = 1024 * 1024;
constexpr std::uintmax_t kRoom = 1024 * kMiB, kLittleRoom = 200 * kMiB;

std::string how_off(const visa::ClockState& clock) {
  using enum visa::ClockFault;
  const std::string by =
      clock.off_seconds ? fmt::format(" by {} s", std::abs(*clock.off_seconds)) : std::string();
  switch (clock.fault) {
    case none:
      return "trusted";
    case behind:
      return "behind a time that has passed" + by;
    case ahead:
      return "far after the trust bundle's issue" + by;
    case ahead_of_service:
      return "ahead of the airport service's" + by;
    case offset_table:
      return "the table of UTC offsets fails its self-test";
  }
  return "";
}

Finding judge_clock(const Result<verifier::LoadedTrust>& trust, visa::Instant now) {
  Finding finding{.name = "clock", .expected = "a clock that fits bundle, log and service"};
  finding.found = visa::to_string(now);
  if (!trust) {
    finding.condition = Condition::warning;
    finding.found += ", and no bundle to hold it against";
    finding.advice = "see bundle";
    return finding;
  }
  const auto& clock = trust->trust().clock;
  finding.found += ", " + how_off(clock);
  if (clock.trusted()) return finding;
  finding.condition = Condition::fault;
  finding.advice = "set the clock; dates are not judged until then";
  return finding;
}

Finding judge_bundle(const Result<verifier::LoadedTrust>& trust, visa::Instant now) {
  Finding finding{.name = "bundle", .expected = "a trust bundle in force"};
  if (!trust) {
    finding.condition = Condition::fault;
    finding.found = trust.error().message;
    finding.advice = "evisa-kiosk bundle FILE";
    return finding;
  }
  const auto& rules = *trust->trust().rules;
  const auto age = std::chrono::floor<minutes>(now - trust->bundle()->issued_at());
  const minutes notice{rules.data_stale_min}, look{rules.data_stale_second_look_min};
  finding.found = fmt::format("bundle {}, {} min old", trust->bundle()->sequence(), age.count());
  finding.expected = fmt::format("at most {} min old, {} before each traveller gets a second look",
                                 notice.count(), look.count());
  if (age <= notice) return finding;
  finding.condition = age > look ? Condition::fault : Condition::warning;
  finding.advice = "evisa-kiosk bundle FILE, or see to the line to the service";
  return finding;
}

Finding judge_disk(const BoothHome& home) {
  Finding finding{.name = "disk",
                  .expected = fmt::format("at least {} MiB free, and a file that can be written",
                                          kRoom / kMiB)};
  std::error_code error;
  const auto space = std::filesystem::space(home.folder(), error);
  const auto probe = home.folder() / "self-test";
  constexpr std::string_view kContent = "may be removed\n";
  auto written = crypto::write_file(probe, crypto::as_bytes(kContent), 0600);
  std::error_code ignored;
  std::filesystem::remove(probe, ignored);
  if (error || !written) {
    finding.condition = Condition::fault;
    finding.found = error ? error.message() : written.error().message;
    finding.advice = "nothing can be recorded here: see to " + home.folder().string();
    return finding;
  }
  finding.found = fmt::format("{} MiB free, written", space.available / kMiB);
  if (space.available >= kRoom) return finding;
  finding.condition = space.available < kLittleRoom ? Condition::fault : Condition::warning;
  finding.advice = "make room: a full disk records no crossings";
  return finding;
}

LinkReport ask_line(const Connection& line) {
  const auto end = std::chrono::steady_clock::now() + kLinePatience;
  auto report = line.report();
  while (report.state != LinkState::up && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    report = line.report();
  }
  return report;
}

Finding judge_line(const LinkReport& report) {
  Finding finding{.name = "link", .expected = "the airport's service answers"};
  finding.found = std::string(to_string(report.state));
  if (report.state == LinkState::none) {
    finding.found = "none set up";
    finding.expected = "none needed: this booth works alone";
    return finding;
  }
  if (!report.fault.empty()) finding.found += ": " + report.fault;
  if (report.queue) finding.found += fmt::format(", {} events not handed in", *report.queue);
  if (report.state == LinkState::up) return finding;
  finding.condition = Condition::warning;  // a booth decides without it
  finding.advice = "see to network, address and token; the booth works alone meanwhile";
  return finding;
}

}  // namespace

std::vector<Finding> judge_booth(const Booth& booth, const Connection* line, const Clock& clock) {
  // The line first: the service's time is what the clock is held against.
  const auto link = judge_line(line != nullptr ? ask_line(*line) : LinkReport{});
  const auto now = clock();
  const auto trust = booth.trusted(now);
  return {judge_clock(trust, now), judge_bundle(trust, now), judge_disk(booth.home()), link};
}

}  // namespace evisa::kiosk
