// What POCO's own HTTPServer does when its handler does nothing but answer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace evisa::bench {

struct BareTls {
  std::filesystem::path certificate, key;
};

class BarePoco {
 public:
  /// Answers each request with `body`, which outlives it. The request's own body is read first.
  explicit BarePoco(const std::string& body, const std::optional<BareTls>& tls = {});
  ~BarePoco();
  BarePoco(const BarePoco&) = delete;
  BarePoco& operator=(const BarePoco&) = delete;
  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace evisa::bench
