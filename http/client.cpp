// The client's side of a request: name, connection, TLS, head, body, all against one deadline.
#include "http/client.h"

#include <fmt/format.h>

#include <mutex>
#include <vector>

#include "http/exchange.h"
#include "http/request_head.h"
#include "http/resolver.h"

namespace evisa::http {
namespace {

using Clock = std::chrono::steady_clock;

/// Shorter than any server's patience with an idle connection that we know of.
constexpr std::chrono::seconds kMaxIdle{20};

/// RFC 9110 9.2.2.
bool is_idempotent(Method method) { return method != Method::post && method != Method::patch; }

std::unexpected<ClientError> failed(ClientFailure failure, std::string message,
                                    bool maybe = false) {
  return std::unexpected(client_error(failure, maybe, std::move(message)));
}

}  // namespace

std::string_view to_string(ClientFailure failure) {
  switch (failure) {
    case ClientFailure::refused:
      return "refused";
    case ClientFailure::timeout:
      return "timeout";
    case ClientFailure::tls:
      return "tls";
    case ClientFailure::protocol:
      return "protocol";
    case ClientFailure::too_large:
      return "too_large";
  }
  return "unknown";
}

Result<Endpoint> Endpoint::parse(std::string_view url) {
  const auto malformed = [&] {
    return fail(Errc::malformed, fmt::format("`{}` is no server", url),
                "give https://NAME:PORT, without a path");
  };
  Endpoint endpoint;
  if (url.starts_with("https://")) {
    url.remove_prefix(8);
  } else if (url.starts_with("http://")) {
    url.remove_prefix(7);
    endpoint.tls = false;
  } else {
    return malformed();
  }
  if (url.ends_with('/')) url.remove_suffix(1);
  const bool literal6 = url.starts_with('[');
  const std::size_t host_end = literal6 ? url.find(']') : url.find(':');
  const std::string_view host =
      literal6 ? url.substr(1, host_end - 1) : url.substr(0, std::min(host_end, url.size()));
  if (host.empty() || host.find_first_of("/?#@ ") != std::string_view::npos ||
      (literal6 && host_end == std::string_view::npos)) {
    return malformed();
  }
  std::string_view port;
  if (host_end != std::string_view::npos) port = url.substr(host_end + (literal6 ? 1 : 0));
  endpoint.host = host;
  endpoint.port = endpoint.tls ? 443 : 80;
  if (port.empty()) return endpoint;
  const auto number = parse_content_length(port.substr(1));
  if (port.front() != ':' || !number || *number == 0 || *number > 65'535) return malformed();
  endpoint.port = static_cast<std::uint16_t>(*number);
  return endpoint;
}

class Client::Impl {
 public:
  Impl(Endpoint endpoint, ClientOptions options, std::optional<TlsContext> tls)
      : endpoint_(std::move(endpoint)),
        options_(std::move(options)),
        tls_(std::move(tls)),
        resolver_(endpoint_.host) {}

  std::expected<ClientResponse, ClientError> send(const ClientRequest& request);

 private:
  struct Idle {
    Stream stream;
    Clock::time_point since;
  };
  std::optional<Stream> take_idle();
  void keep(Stream stream);
  std::expected<Stream, ClientError> open(Clock::time_point deadline, const std::stop_token& stop);
  std::string compose(const ClientRequest& request) const;

  const Endpoint endpoint_;
  const ClientOptions options_;
  const std::optional<TlsContext> tls_;
  Resolver resolver_;
  std::mutex mutex_;
  std::vector<Idle> idle_;
};

std::optional<Stream> Client::Impl::take_idle() {
  const std::lock_guard lock(mutex_);
  while (!idle_.empty()) {
    Idle last = std::move(idle_.back());
    idle_.pop_back();
    // Readable while nothing was asked: the server has closed it, or talks out of turn.
    if (Clock::now() - last.since < kMaxIdle && is_quiet(last.stream)) {
      return std::move(last.stream);
    }
  }
  return std::nullopt;
}

void Client::Impl::keep(Stream stream) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < options_.max_idle_connections) {
    idle_.push_back({std::move(stream), Clock::now()});
  }
}

std::expected<Stream, ClientError> Client::Impl::open(Clock::time_point deadline,
                                                      const std::stop_token& stop) {
  const auto addresses = resolver_.addresses(deadline);
  if (!addresses) {
    const bool late = addresses.error().code == Errc::unavailable;
    return failed(late ? ClientFailure::timeout : ClientFailure::refused,
                  addresses.error().message);
  }
  std::optional<ClientError> last;
  for (const std::string& address : *addresses) {
    auto stream = Stream::connect(address, endpoint_.port, tls_, endpoint_.host);
    if (!stream) {
      last = client_error(ClientFailure::refused, false, stream.error().message);
      continue;
    }
    auto ready = finish_handshake(*stream, deadline, stop);
    if (ready) return std::move(*stream);
    last = std::move(ready.error());
    if (last->failure != ClientFailure::refused) break;
  }
  return std::unexpected(std::move(*last));
}

std::string Client::Impl::compose(const ClientRequest& request) const {
  const bool literal6 = endpoint_.host.contains(':');
  std::string head = fmt::format("{} {} HTTP/1.1\r\nHost: {}{}{}:{}\r\n", to_string(request.method),
                                 request.target, literal6 ? "[" : "", endpoint_.host,
                                 literal6 ? "]" : "", endpoint_.port);
  const auto add = [&](const Headers& headers) {
    for (const auto& [name, value] : headers.fields()) {
      head.append(name).append(": ").append(value).append("\r\n");
    }
  };
  add(options_.headers);
  add(request.headers);
  if (!request.body.empty() || request.method == Method::post || request.method == Method::put ||
      request.method == Method::patch) {
    head += fmt::format("Content-Length: {}\r\n", request.body.size());
  }
  return head + "\r\n" + request.body;
}

std::expected<ClientResponse, ClientError> Client::Impl::send(const ClientRequest& request) {
  const auto deadline = Clock::now() + request.deadline;
  if (!may_be_sent(request.headers) || !may_be_sent(options_.headers) ||
      !request.target.starts_with('/') ||
      request.target.find_first_of(" \r\n\t") != std::string::npos) {
    return failed(ClientFailure::protocol, "the request cannot be sent: its target or a header");
  }
  const std::string bytes = compose(request);
  const ExchangeLimits limits{.max_head = options_.max_header_bytes,
                              .max_body = options_.max_response};
  for (bool may_retry = is_idempotent(request.method);; may_retry = false) {
    auto stream = take_idle();
    const bool reused = stream.has_value();
    if (!stream) {
      auto opened = open(deadline, request.stop);
      if (!opened) return std::unexpected(std::move(opened.error()));
      stream = std::move(*opened);
    }
    Exchange exchange(*stream, limits, deadline, request.stop);
    auto response = exchange.run(bytes, request);
    if (response) {
      if (exchange.may_reuse()) keep(std::move(*stream));
      return response;
    }
    if (!(reused && may_retry && exchange.broke_before_answer())) return response;
    const std::lock_guard lock(mutex_);
    idle_.clear();  // the others are as old as this one
  }
}

Result<Client> Client::create(Endpoint endpoint, ClientOptions options) {
  ignore_sigpipe();
  if (!endpoint.tls) {
    return Client(std::make_unique<Impl>(std::move(endpoint), std::move(options), std::nullopt));
  }
  if (!options.ca) {
    return fail(Errc::out_of_range, "TLS without a CA would trust nobody",
                "give the file with the certificate authority of this installation");
  }
  std::optional<TlsFiles> own;
  if (options.certificate.has_value() != options.key.has_value()) {
    return fail(Errc::out_of_range, "a client's certificate and its key come together");
  }
  if (options.certificate) own = TlsFiles{.certificate = *options.certificate, .key = *options.key};
  auto tls = TlsContext::for_client(*options.ca, endpoint.host, own);
  if (!tls) return std::unexpected(std::move(tls.error()));
  return Client(std::make_unique<Impl>(std::move(endpoint), std::move(options), std::move(*tls)));
}

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

std::expected<ClientResponse, ClientError> Client::send(const ClientRequest& request) {
  return impl_->send(request);
}

}  // namespace evisa::http
