// A certificate for 127.0.0.1 in a folder of its own, for servers of a benchmark.
#pragma once

#include "crypto/local_ca.h"
#include "http/tls.h"
#include "tests/sample/must.h"
#include "tests/sample/temp_folder.h"

namespace evisa::bench {

[[nodiscard]] inline visa::Instant real_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

class Identity {
 public:
  Identity() {
    using namespace std::chrono_literals;
    const crypto::Period period{real_now() - 24h, real_now() + 24h};
    const auto ca = sample::must(crypto::LocalCa::create("Bench CA", period));
    sample::must(ca.save(folder_.path()));
    sample::must(crypto::save_identity(folder_.path(), "server",
                                       sample::must(ca.issue_server({"127.0.0.1"}, period))));
  }
  [[nodiscard]] std::filesystem::path certificate() const { return folder_ / "server.pem"; }
  [[nodiscard]] std::filesystem::path key() const { return folder_ / "server.key"; }
  [[nodiscard]] http::TlsContext client() const {
    return sample::must(http::TlsContext::for_client(folder_ / "ca.pem", "127.0.0.1", {}));
  }

 private:
  sample::TempFolder folder_;
};

}  // namespace evisa::bench
