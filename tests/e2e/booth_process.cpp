// A booth in a process of its own.
#include "tests/e2e/booth_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/files.h"
#include "tests/sample/must.h"

namespace evisa::e2e {
namespace {

using sample::must;

crypto::Ed25519SecretKey key_in(const std::filesystem::path& folder) {
  return must(crypto::Ed25519SecretKey::from_seed(must(crypto::read_file(folder / "seed", 32))));
}

verifier::Draft entry_of(std::uint32_t visa) {
  verifier::Draft draft;
  draft.crossing.id.booth = kKilledBooth;
  draft.crossing.kind = visa::EventKind::entry;
  draft.crossing.visa = visa_no(visa);
  draft.crossing.time = now();
  draft.crossing.airport = must(visa::AirportCode::parse("ALA"));
  draft.crossing.officer = "KZ-117";
  draft.crossing.ruleset_id = "r";
  draft.crossing.software = "test";
  draft.idempotency_key = std::to_string(visa);
  return draft;
}

}  // namespace

void record_until_killed(const std::vector<std::string>& words) {
  const std::filesystem::path folder = words.at(0);
  const auto key = key_in(folder);
  auto client = must(verifier::ServiceClient::create(
      {.url = words.at(1), .ca = {}, .token = words.at(2), .deadline = std::chrono::seconds(20)}));
  const auto log = must(db::CrossingLog::open(folder / "log.sqlite"));
  const auto state = must(db::PeerState::open(folder / "peers.sqlite", db::Open::create));
  verifier::Outbox outbox("service", kKilledBooth, client, *log, *state);
  for (auto visa = static_cast<std::uint32_t>(std::stoul(words.at(3)));; ++visa) {
    const auto answer = must(verifier::record_claimed(*log, &client, entry_of(visa), key));
    const std::uint64_t sequence = std::get<db::Recorded>(answer).event.id.sequence;
    if (::write(STDOUT_FILENO, &sequence, sizeof sequence) != sizeof sequence) std::exit(4);
    if (visa % 3 == 0) std::ignore = outbox.step();  // limited, or not reached: it waits
  }
}

BoothFolder::BoothFolder(const std::string& name, Installation& installation)
    : token_(installation.token(db::TokenRole::booth, name)) {
  const auto key = crypto::Ed25519SecretKey::generate();
  must(crypto::write_file(folder_ / "seed", key.seed(), 0600));
  public_key_ = key.public_key();
  installation.know(name, public_key_);
}

std::vector<std::uint64_t> BoothFolder::run_and_kill(const Served& served, std::uint32_t first,
                                                     std::chrono::microseconds life) const {
  const std::vector<std::string> words{"/proc/self/exe", "--booth", folder_.path().string(),
                                       served.url(),     token_,    std::to_string(first)};
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  std::vector<std::uint64_t> acknowledged;
  std::uint64_t sequence = 0;
  const auto read_one = [&] {
    if (::read(ends[0], &sequence, sizeof sequence) != sizeof sequence) return false;
    acknowledged.push_back(sequence);
    return true;
  };
  read_one();
  std::this_thread::sleep_for(life);
  ::kill(child, SIGKILL);
  while (read_one()) {
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFSIGNALED(status)) return {};  // it ended by itself
  return acknowledged;
}

}  // namespace evisa::e2e
