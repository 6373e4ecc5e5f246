// One connection's life: handshake, then request after request. It never waits: `advance` goes as
// far as the bytes at hand allow and says what to wait for.
//
//   handshake -> idle -> head -> [body] -> handler -> sending -> idle ... -> [lingering] -> closed
//
// One thread at a time owns a connection (`claim`); parked, it may be forced to end by the sweeper.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "http/request_head.h"
#include "http/response_head.h"
#include "http/server_core.h"
#include "http/stream.h"

namespace evisa::http {

enum class Stage { handshake, idle, head, body, sending, lingering };

/// Why a parked connection has to end.
enum class Force { none, evict, expire, stop };

class Connection {
 public:
  enum class Next { wait_read, wait_write, close };

  Connection(Stream stream, ServerCore& core);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // For the thread that got its event.
  /// Takes ownership. `Force::none`: go on with `advance`; else with `end`.
  [[nodiscard]] Force claim();
  [[nodiscard]] Next advance();
  [[nodiscard]] Next end(Force why);
  /// Gives ownership back; the connection may be gone as soon as its socket is armed again.
  void park();

  // For the sweeper, which keeps the connection from being destroyed meanwhile.
  /// False when a thread is at work on it.
  [[nodiscard]] bool force(Force why);
  [[nodiscard]] bool is_forced() const { return hold_.load(std::memory_order_relaxed) >= 0; }
  /// Breaks the socket under whoever uses it.
  void cut();
  [[nodiscard]] Stage stage() const { return stage_.load(std::memory_order_relaxed); }
  [[nodiscard]] Clock::time_point deadline() const;
  [[nodiscard]] Clock::time_point waiting_since() const;

  [[nodiscard]] int fd() const { return fd_; }

 private:
  using Waited = std::optional<Next>;  ///< nothing: the next step can be taken at once

  void enter(Stage stage, std::chrono::milliseconds limit);
  Waited step_handshake();
  Waited step_head();
  Waited step_body();
  Waited step_sending();
  Waited step_linger();

  Waited on_head(std::size_t size);
  Waited run_handler();
  Waited refuse(int status, std::string detail);
  Waited respond(Response response);
  Waited send_stream(const Response& response);
  Waited converse(const Response& response, const Conversation& talk);
  bool run_stream(const Response& response, bool chunked);
  bool write_now(std::string_view bytes);
  Waited after_response();
  void report(int status);
  void start_request(RequestHead head);
  void forget_request();
  [[nodiscard]] std::string compose(const Response& response, Framing framing, std::size_t length);

  ServerCore& core_;
  Stream stream_;
  const int fd_;
  std::optional<ClientCertificate> client_certificate_;

  std::atomic<int> hold_;
  std::atomic<Stage> stage_{Stage::handshake};
  std::atomic<Clock::rep> deadline_{0}, since_{0};

  std::string in_;            ///< received and not yet looked at
  std::size_t searched_ = 0;  ///< of `in_`, for the end of the head
  Request request_;
  bool has_request_ = false;
  bool version_1_0_ = false;
  bool keep_alive_ = false;
  bool unread_body_ = false;  ///< the peer may still be sending: linger before closing
  bool continuing_ = false;   ///< what is being sent is `100 Continue`
  std::size_t body_size_ = 0;
  std::size_t reserved_ = 0;
  std::size_t requests_ = 0;
  Clock::time_point started_{};

  std::string out_;       ///< head, with the body when it is short
  Body body_;             ///< of the response, while it is being sent
  std::size_t sent_ = 0;  ///< of `out_` and the body together
  std::uint64_t body_sent_ = 0;
  int status_ = 0;
};

}  // namespace evisa::http
