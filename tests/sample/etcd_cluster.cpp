// A real etcd cluster on loopback.
#include "tests/sample/etcd_cluster.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "tests/sample/eventually.h"
#include "tests/sample/must.h"

namespace evisa::sample {
namespace {

/// Free a moment ago; kept open, so that the next one is another.
class FreePort {
 public:
  FreePort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket_, generic, size) != 0 || ::getsockname(socket_, generic, &size) != 0)
      std::abort();
    number_ = ::ntohs(address.sin_port);
  }
  ~FreePort() { ::close(socket_); }
  FreePort(const FreePort&) = delete;
  FreePort& operator=(const FreePort&) = delete;
  [[nodiscard]] std::uint16_t number() const { return number_; }

 private:
  int socket_;
  std::uint16_t number_ = 0;
};

std::string local(std::uint16_t port) { return fmt::format("http://127.0.0.1:{}", port); }

}  // namespace

EtcdCluster::EtcdCluster(std::size_t members) : members_(members) {
  {
    const std::vector<FreePort> ports(2 * members);
    for (std::size_t i = 0; i < members; ++i) {
      members_[i].client_port = ports[2 * i].number();
      members_[i].peer_port = ports[2 * i + 1].number();
    }
  }
  for (std::size_t i = 0; i < members; ++i) start(i);
  if (!answers()) must(Result<void>(fail(Errc::unavailable, "etcd does not answer (etcd-server)")));
}

EtcdCluster::~EtcdCluster() {
  for (std::size_t i = 0; i < members_.size(); ++i) kill(i);
}

std::vector<std::string> EtcdCluster::words(std::size_t member) const {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < members_.size(); ++i)
    all.push_back(fmt::format("m{}={}", i, local(members_[i].peer_port)));
  const std::string client = local(members_[member].client_port);
  const std::string peer = local(members_[member].peer_port);
  return {"etcd",
          "--name=m" + std::to_string(member),
          "--data-dir=" + (folder_ / ("m" + std::to_string(member))).string(),
          "--listen-client-urls=" + client,
          "--advertise-client-urls=" + client,
          "--listen-peer-urls=" + peer,
          "--initial-advertise-peer-urls=" + peer,
          fmt::format("--initial-cluster={}", fmt::join(all, ",")),
          "--initial-cluster-state=new",
          "--pre-vote",
          "--heartbeat-interval=50",
          "--election-timeout=500"};
}

void EtcdCluster::start(std::size_t member) {
  const auto words = this->words(member);
  const pid_t child = ::fork();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // does not outlive a test that was killed
    const int nothing = ::open("/dev/null", O_RDWR);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing, stream);
    std::vector<char*> argv;
    for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    ::execvp(argv[0], argv.data());
    ::_exit(127);
  }
  members_[member].process = child;
}

void EtcdCluster::kill(std::size_t member) {
  const pid_t process = std::exchange(members_[member].process, -1);
  if (process <= 0) return;
  ::kill(process, SIGKILL);
  ::waitpid(process, nullptr, 0);
}

void EtcdCluster::pause(std::size_t member) const { ::kill(members_[member].process, SIGSTOP); }
void EtcdCluster::resume(std::size_t member) const { ::kill(members_[member].process, SIGCONT); }

std::string EtcdCluster::url() const {
  std::vector<std::string> all;
  for (const auto& member : members_)
    all.push_back(fmt::format("127.0.0.1:{}", member.client_port));
  return fmt::format("etcd://{}", fmt::join(all, ","));
}

std::string EtcdCluster::url(std::size_t member) const {
  return fmt::format("etcd://127.0.0.1:{}", members_[member].client_port);
}

bool EtcdCluster::answers() const {
  auto claims = connect(url(), std::chrono::seconds{2});
  return eventually([&] { return claims.followed("ALA").has_value(); });
}

db::EtcdClaims connect(const std::string& url, std::chrono::milliseconds deadline) {
  return db::EtcdClaims(must(db::Etcd::create(must(db::EtcdAddress::parse(url, false)), deadline)));
}

}  // namespace evisa::sample
