// A real `evisa-verifier serve` in a process of its own.
#include "tests/e2e/served.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>

#include "crypto/files.h"
#include "db/accounts.h"
#include "tests/sample/must.h"
#include "verifier/service/service_home.h"

namespace evisa::e2e {
namespace {

using sample::must;

constexpr std::string_view kPassphrase = "for tests only";

[[noreturn]] void run_program(const std::vector<std::string>& words, int error,
                              const std::optional<std::uint64_t>& largest_file) {
  const int nothing = ::open("/dev/null", O_RDWR);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(nothing, STDOUT_FILENO);
  ::dup2(error, STDERR_FILENO);
  if (largest_file) {
    // Without this the first write beyond it would end the program: on a full disk none does.
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{*largest_file, *largest_file};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

/// The number behind `listens on 127.0.0.1:`; 0: not said yet.
std::uint16_t port_in(const std::string& words) {
  constexpr std::string_view kBefore = "listens on 127.0.0.1:";
  const auto at = words.find(kBefore);
  if (at == std::string::npos || words.find('\n', at) == std::string::npos) return 0;
  std::uint16_t port = 0;
  std::from_chars(words.data() + at + kBefore.size(), words.data() + words.size(), port);
  return port;
}

/// False: the other end is closed.
bool read_more(int from, std::string& into) {
  char piece[4096];
  const ssize_t got = ::read(from, piece, sizeof piece);
  if (got <= 0) return false;
  into.append(piece, static_cast<std::size_t>(got));
  return true;
}

}  // namespace

Installation::Installation(std::optional<std::filesystem::path> home)
    : home_(home ? *home : folder_ / "home") {
  const auto authority = crypto::MinisignSecretKey::generate().public_key();
  must(crypto::write_file(folder_ / "authority.pub", crypto::as_bytes(authority.text("test"))));
  must(crypto::write_file(folder_ / "passphrase", crypto::as_bytes(kPassphrase), 0600));
  must(verifier::ServiceHome::create(home_, {{"ALA", true}, folder_ / "authority.pub", {}},
                                     crypto::SecretBytes::copy_of(crypto::as_bytes(kPassphrase))));
}

std::string Installation::token(db::TokenRole role, const std::string& subject) {
  const auto accounts = must(must(verifier::ServiceHome::open(home_)).accounts());
  const auto made = must(accounts->tokens().create({role, subject, {}}, {"test", now()}));
  return std::string(crypto::as_text(made.text.view()));
}

void Installation::know(const std::string& booth, const crypto::Ed25519PublicKey& key) {
  const auto accounts = must(must(verifier::ServiceHome::open(home_)).accounts());
  must(accounts->booths().add(booth, key, now() - std::chrono::hours(24), {"test", now()}));
}

Served::Served(const Installation& installation, const Start& start) {
  std::vector<std::string> words{EVISA_VERIFIER_PROGRAM, "serve", "--home",
                                 installation.home().string()};
  words.insert(words.end(),
               {"--port", "0", "--passphrase-file", (installation / "passphrase").string()});
  words.insert(words.end(), start.words.begin(), start.words.end());
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
  child_ = ::fork();
  if (child_ == 0) run_program(words, ends[1], start.largest_file);
  ::close(ends[1]);
  out_ = ends[0];
  while (port_ == 0 && read_more(out_, words_)) port_ = port_in(words_);
  if (port_ == 0) return;
  rest_ = std::jthread([this] {
    while (read_more(out_, words_)) {
    }
  });
}

Served::~Served() {
  if (child_ > 0) kill();
  if (rest_.joinable()) rest_.join();
  ::close(out_);
}

std::string Served::url(const char* scheme) const {
  return fmt::format("{}://127.0.0.1:{}", scheme, port_);
}

int Served::wait() {
  int status = 0;
  ::waitpid(std::exchange(child_, -1), &status, 0);
  if (rest_.joinable()) rest_.join();
  return status;
}

bool Served::kill() {
  ::kill(child_, SIGKILL);
  const int status = wait();
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

int Served::stop() {
  ::kill(child_, SIGTERM);
  const int status = wait();
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

BoothHand::BoothHand(std::string name, Installation& installation)
    : chain_(std::move(name)), token_(installation.token(db::TokenRole::booth, chain_.booth())) {
  installation.know(chain_.booth(), chain_.public_key());
}

verifier::ServiceClient BoothHand::client(const Served& served,
                                          std::chrono::milliseconds deadline) const {
  return must(verifier::ServiceClient::create(
      {.url = served.url(), .ca = {}, .token = token_, .deadline = deadline}));
}

crypto::SignedEvent BoothHand::sign(visa::EventKind kind, visa::VisaNumber visa, bool provisional) {
  visa::Crossing crossing = chain_.draft(kind, visa, now());
  crossing.provisional = provisional;
  return chain_.append(crossing);
}

db::Claim BoothHand::claim() const {
  return {.event = chain_.next(), .time = now(), .airport = chain_.airport()};
}

visa::VisaNumber visa_no(std::uint32_t n) { return must(visa::VisaNumber::compose(26, n)); }

visa::Instant now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace evisa::e2e
