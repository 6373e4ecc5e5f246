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

#include "crypto/local_ca.h"
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

}  // namespace

EtcdCluster::EtcdCluster(std::size_t members, Wire wire) : wire_(wire), members_(members) {
  if (wire_ == Wire::tls) make_certificates();
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

void EtcdCluster::make_certificates() const {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const crypto::Period period{now - std::chrono::days{1}, now + std::chrono::days{1}};
  const auto ca = must(crypto::LocalCa::create("Claims CA", period));
  must(ca.save(folder_.path()));
  must(crypto::save_identity(folder_.path(), "member",
                             must(ca.issue_member({"127.0.0.1"}, period))));
  must(crypto::save_identity(folder_.path(), "service",
                             must(ca.issue_client("airport-ALA", period))));
}

std::string EtcdCluster::local(std::uint16_t port) const {
  return fmt::format("{}://127.0.0.1:{}", wire_ == Wire::tls ? "https" : "http", port);
}

std::vector<std::string> EtcdCluster::words(std::size_t member) const {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < members_.size(); ++i)
    all.push_back(fmt::format("m{}={}", i, local(members_[i].peer_port)));
  const std::string client = local(members_[member].client_port);
  const std::string peer = local(members_[member].peer_port);
  std::vector<std::string> words{
      "etcd",
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
  if (wire_ == Wire::plain) return words;
  for (const char* side : {"", "peer-"}) {
    words.push_back(fmt::format("--{}trusted-ca-file={}", side, (folder_ / "ca.pem").string()));
    words.push_back(fmt::format("--{}cert-file={}", side, (folder_ / "member.pem").string()));
    words.push_back(fmt::format("--{}key-file={}", side, (folder_ / "member.key").string()));
    words.push_back(fmt::format("--{}client-cert-auth", side));
  }
  return words;
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

db::EtcdAddress EtcdCluster::address() const {
  auto address = must(db::EtcdAddress::parse(url(), wire_ == Wire::tls));
  if (wire_ == Wire::plain) return address;
  address.ca = folder_ / "ca.pem";
  address.certificate = folder_ / "service.pem";
  address.key = folder_ / "service.key";
  return address;
}

bool EtcdCluster::answers() const {
  auto claims = connect(address(), std::chrono::seconds{2});
  return eventually([&] { return claims.followed("ALA").has_value(); });
}

db::EtcdClaims connect(const db::EtcdAddress& address, std::chrono::milliseconds deadline) {
  return db::EtcdClaims(must(db::Etcd::create(address, deadline)));
}

db::EtcdClaims connect(const std::string& url, std::chrono::milliseconds deadline) {
  return connect(must(db::EtcdAddress::parse(url, false)), deadline);
}

}  // namespace evisa::sample
