// A certificate authority for one installation's TLS: demo, tests, and sites without a PKI of their
// own. Not for visas: nothing made here can sign a seal. CMake target evisa_local_ca.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "crypto/secret.h"
#include "visa/date.h"

namespace evisa::crypto {

/// EC P-256. The key is PKCS#8 PEM, unsealed: a TLS server starts unattended.
struct TlsIdentity {
  std::string certificate_pem;
  SecretBytes key_pem;
};

struct Period {
  visa::Instant not_before;
  visa::Instant not_after;
};

class LocalCa {
 public:
  /// Errors: malformed (an empty or overlong name), out_of_range (period), io.
  [[nodiscard]] static Result<LocalCa> create(const std::string& name, const Period& period);
  /// From `ca.pem` and `ca.key` of a folder. Errors: not_found, malformed, io (mode), untrusted
  /// (key and certificate do not belong together).
  [[nodiscard]] static Result<LocalCa> open(const std::filesystem::path& folder);

  [[nodiscard]] const std::string& certificate_pem() const;
  /// `names`: DNS names and IP addresses, all of them subject alternative names; the first is also
  /// the common name. Errors: malformed (a name), out_of_range (period beyond the CA's), io.
  [[nodiscard]] Result<TlsIdentity> issue_server(const std::vector<std::string>& names,
                                                 const Period& period) const;
  /// As issue_server, for a server that is a client of others of its kind: a member of etcd shows
  /// its certificate to itself, too, and refuses one that is for servers only.
  [[nodiscard]] Result<TlsIdentity> issue_member(const std::vector<std::string>& names,
                                                 const Period& period) const;
  /// For mutual TLS. Errors: as above.
  [[nodiscard]] Result<TlsIdentity> issue_client(const std::string& common_name,
                                                 const Period& period) const;
  /// Writes `ca.pem` and `ca.key` (0600); never overwrites. Errors: conflict, io.
  [[nodiscard]] Result<void> save(const std::filesystem::path& folder) const;

 private:
  struct Held;
  explicit LocalCa(std::shared_ptr<const Held> held) : held_(std::move(held)) {}
  std::shared_ptr<const Held> held_;
};

/// Writes `<name>.pem` and `<name>.key` (0600); never overwrites. Errors: conflict, io.
[[nodiscard]] Result<void> save_identity(const std::filesystem::path& folder,
                                         const std::string& name, const TlsIdentity& identity);

}  // namespace evisa::crypto
