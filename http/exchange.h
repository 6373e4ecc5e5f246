// One request and its answer on one connection, against a deadline. The client's own part.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "http/client.h"
#include "http/response_head.h"
#include "http/stream.h"

namespace evisa::http {

struct ExchangeLimits {
  std::size_t max_head;
  std::size_t max_body;
};

[[nodiscard]] ClientError client_error(ClientFailure failure, bool maybe_done, std::string message);

/// Connects and makes TLS. Errors: refused, timeout, tls.
[[nodiscard]] std::expected<void, ClientError> finish_handshake(
    Stream& stream, std::chrono::steady_clock::time_point deadline, const std::stop_token& stop);

/// True when nothing has arrived, not even the end.
[[nodiscard]] bool is_quiet(const Stream& stream);

class Exchange {
 public:
  Exchange(Stream& stream, ExchangeLimits limits, std::chrono::steady_clock::time_point deadline,
           std::stop_token stop)
      : stream_(stream), limits_(limits), deadline_(deadline), stop_(std::move(stop)) {}

  /// `bytes`: the request as it goes over the wire.
  [[nodiscard]] std::expected<ClientResponse, ClientError> run(std::string_view bytes,
                                                               const ClientRequest& request);
  /// After an answer: the connection is in order for another request.
  [[nodiscard]] bool may_reuse() const { return reusable_; }
  /// After a failure: the connection was closed before a single byte of an answer.
  [[nodiscard]] bool broke_before_answer() const { return broken_ && !answered_; }

 private:
  using Step = std::expected<void, ClientError>;
  Step send(std::string_view bytes);
  Step receive();
  std::expected<ResponseHead, ClientError> read_head(bool to_head);
  Step read_body(const ResponseHead& head, const ClientRequest& request, ClientResponse& response);
  Step take(std::string& piece, const ClientRequest& request, ClientResponse& response);
  [[nodiscard]] std::unexpected<ClientError> broke();
  [[nodiscard]] std::unexpected<ClientError> stop(ClientFailure failure, std::string message) const;

  Stream& stream_;
  const ExchangeLimits limits_;
  const std::chrono::steady_clock::time_point deadline_;
  const std::stop_token stop_;
  std::string in_;
  std::uint64_t received_ = 0;  ///< of the body
  bool sent_any_ = false, answered_ = false, broken_ = false, reusable_ = false;
};

}  // namespace evisa::http
