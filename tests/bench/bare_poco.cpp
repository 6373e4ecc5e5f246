// What POCO's own HTTPServer does when its handler does nothing but answer.
#include "tests/bench/bare_poco.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/NullStream.h>
#include <Poco/StreamCopier.h>

namespace evisa::bench {
namespace {

class Handler : public Poco::Net::HTTPRequestHandler {
 public:
  explicit Handler(const std::string& body) : body_(body) {}
  void handleRequest(Poco::Net::HTTPServerRequest& in,
                     Poco::Net::HTTPServerResponse& out) override {
    Poco::NullOutputStream nowhere;
    Poco::StreamCopier::copyStream(in.stream(), nowhere);
    out.setContentType("application/json");
    out.sendBuffer(body_.data(), body_.size());
  }

 private:
  const std::string& body_;
};

class Factory : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit Factory(const std::string& body) : body_(body) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(
      const Poco::Net::HTTPServerRequest&) override {
    return new Handler(body_);  // POCO deletes it
  }

 private:
  const std::string& body_;
};

Poco::Net::ServerSocket listening(const std::optional<BareTls>& tls) {
  using namespace Poco::Net;
  const SocketAddress any("127.0.0.1", 0);
  if (!tls) return {any, 1024};
  const Context::Ptr context(new Context(Context::SERVER_USE, tls->key.string(),
                                         tls->certificate.string(), "", Context::VERIFY_NONE));
  return SecureServerSocket(any, 1024, context);
}

Poco::Net::HTTPServerParams::Ptr parameters() {
  Poco::Net::HTTPServerParams::Ptr params(new Poco::Net::HTTPServerParams);
  params->setMaxThreads(80);
  params->setMaxQueued(80);
  params->setMaxKeepAliveRequests(0);
  return params;
}

}  // namespace

struct BarePoco::Parts {
  Parts(const std::string& body, const std::optional<BareTls>& tls)
      : server(new Factory(body), threads, listening(tls), parameters()) {}
  Poco::ThreadPool threads{16, 200, 60};
  Poco::Net::HTTPServer server;
};

BarePoco::BarePoco(const std::string& body, const std::optional<BareTls>& tls)
    : parts_(std::make_unique<Parts>(body, tls)) {
  parts_->server.start();
}
BarePoco::~BarePoco() { parts_->server.stopAll(true); }
std::uint16_t BarePoco::port() const { return parts_->server.port(); }

}  // namespace evisa::bench
