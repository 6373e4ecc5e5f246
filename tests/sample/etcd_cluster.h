// A real etcd cluster on loopback, whose members can be stopped, killed and started again.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "db/etcd_claims.h"
#include "tests/sample/temp_folder.h"

namespace evisa::sample {

class EtcdCluster {
 public:
  /// tls: mutual, certificates of a CA of its own.
  enum class Wire { plain, tls };
  /// Waits until the cluster answers. Ends the program where etcd is not installed.
  explicit EtcdCluster(std::size_t members, Wire wire = Wire::plain);
  ~EtcdCluster();
  EtcdCluster(const EtcdCluster&) = delete;
  EtcdCluster& operator=(const EtcdCluster&) = delete;

  /// `etcd://...`, every member; or one alone.
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::string url(std::size_t member) const;
  /// Every member, and what this side shows and trusts there.
  [[nodiscard]] db::EtcdAddress address() const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  /// kill -9.
  void kill(std::size_t member);
  /// With the data that it had.
  void start(std::size_t member);
  /// SIGSTOP and SIGCONT: a member that says nothing, as behind a cut line.
  void pause(std::size_t member) const;
  void resume(std::size_t member) const;
  /// Waits until a question to all is answered; false: not within half a minute.
  [[nodiscard]] bool answers() const;

 private:
  struct Member {
    pid_t process = -1;
    std::uint16_t client_port = 0, peer_port = 0;
  };
  [[nodiscard]] std::vector<std::string> words(std::size_t member) const;

  [[nodiscard]] std::string local(std::uint16_t port) const;
  void make_certificates() const;

  TempFolder folder_;
  Wire wire_;
  std::vector<Member> members_;
};

/// A connection of its own. `deadline`: for a question, as a service has it.
[[nodiscard]] db::EtcdClaims connect(const db::EtcdAddress& address,
                                     std::chrono::milliseconds deadline = std::chrono::seconds{5});
[[nodiscard]] db::EtcdClaims connect(const std::string& url,
                                     std::chrono::milliseconds deadline = std::chrono::seconds{5});

}  // namespace evisa::sample
