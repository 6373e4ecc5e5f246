// A real server on loopback with a handful of routes, and a local CA for it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "crypto/local_ca.h"
#include "http/client.h"
#include "http/router.h"
#include "http/server.h"
#include "tests/sample/must.h"
#include "tests/sample/temp_folder.h"

namespace evisa::http::test {

using namespace std::chrono_literals;

inline visa::Instant real_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// `Authorization: Bearer booth-1` is booth-1 with the role before the dash.
inline Result<Principal> bearer(const Request& request) {
  const auto header = request.headers.find("Authorization");
  if (!header || !header->starts_with("Bearer ")) {
    return fail(Errc::untrusted, "a bearer token is needed");
  }
  const std::string token(header->substr(7));
  if (token == "unavailable") return fail(Errc::unavailable, "the account store is busy");
  return Principal{.id = token, .role = token.substr(0, token.find('-'))};
}

struct Counters {
  std::atomic<int> handled{0}, waiting{0};
};

inline std::vector<Route> test_routes(Counters& counters) {
  std::vector<Route> routes;
  const auto add = [&](Method method, std::string path, Handler handler) -> Route& {
    routes.push_back({.method = method,
                      .path = std::move(path),
                      .handler = [&counters, handler](const Request& r) {
                        ++counters.handled;
                        return handler(r);
                      }});
    return routes.back();
  };
  add(Method::get, "/hello", [](const Request&) { return text_response(200, "hello\n"); });
  add(Method::post, "/echo", [](const Request& r) { return text_response(200, r.body); }).max_body =
      4U << 20;
  add(Method::post, "/small", [](const Request& r) {
    return text_response(200, r.body);
  }).max_body = 100;
  add(Method::get, "/big", [](const Request& r) {
    const auto bytes = r.find_query("bytes");
    return text_response(200, std::string(std::stoul(std::string(bytes.value_or("1"))), 'x'));
  });
  add(Method::get, "/v1/visas/{number}", [](const Request& r) {
    return text_response(200, std::string(r.parameter("number")));
  }).roles = {"booth", "senior"};
  add(Method::post, "/v1/upload", [](const Request& r) {
    return text_response(200, std::to_string(r.body.size()));
  }).roles = {"booth"};
  add(Method::get, "/wait", [&counters](const Request& r) {
    ++counters.waiting;
    const auto until = std::chrono::steady_clock::now() + 5s;
    while (!r.stopping.stop_requested() && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(5ms);
    }
    return text_response(200, r.stopping.stop_requested() ? "told to stop\n" : "waited\n");
  }).max_concurrent = 2;
  add(Method::get, "/stubborn", [](const Request&) {
    std::this_thread::sleep_for(600ms);
    return text_response(200, "done\n");
  });
  add(Method::get, "/throws",
      [](const Request&) -> Response { throw std::runtime_error("secret"); });
  add(Method::get, "/splits", [](const Request&) {
    Response response = text_response(200, "x");
    response.headers.add("X-Name", "a\r\nSet-Cookie: b");
    return response;
  });
  add(Method::get, "/lines", [](const Request&) {
    return stream_response("application/x-ndjson", [](BodyWriter& writer) {
      for (int i = 0; i < 100; ++i) {
        if (!writer.write("{\"n\":" + std::to_string(i) + "}\n")) return false;
      }
      return true;
    });
  });
  add(Method::get, "/cut", [](const Request&) {
    return stream_response("text/plain", [](BodyWriter& writer) {
      static_cast<void>(writer.write("half"));
      return false;
    });
  });
  add(Method::get, "/subject", [](const Request& r) {
    return text_response(200, r.client_certificate ? r.client_certificate->common_name : "nobody");
  });
  return routes;
}

class TestServer {
 public:
  explicit TestServer(ServerOptions options = {}) {
    options.now = real_now;
    Service service = sample::must(Router::create(test_routes(counters), bearer)).service();
    service.served = [this](const Served& served) {
      const std::lock_guard lock(mutex_);
      served_.push_back({served.status, std::string(served.route), std::string(served.principal),
                         served.bytes_in, served.bytes_out});
    };
    server = sample::must(Server::start(std::move(options), std::move(service)));
  }
  [[nodiscard]] std::uint16_t port() const { return server->port(); }

  struct Line {
    int status;
    std::string route, principal;
    std::uint64_t bytes_in, bytes_out;
  };
  std::vector<Line> served() {
    const std::lock_guard lock(mutex_);
    return served_;
  }

  Counters counters;

 private:
  std::mutex mutex_;
  std::vector<Line> served_;

 public:
  std::unique_ptr<Server> server;  ///< destroyed first: it calls the others
};

/// A folder with `ca.pem`, `server.pem`, `server.key`, `ala.pem`, `ala.key` (a client), and the
/// same of another CA in `other/`. Valid from yesterday to the day after tomorrow.
class TlsFolder {
 public:
  TlsFolder() {
    make(folder_.path());
    std::filesystem::create_directory(folder_ / "other");
    make(folder_ / "other");
  }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return folder_ / name;
  }
  [[nodiscard]] ServerTls server() const {
    return {.certificate = folder_ / "server.pem", .key = folder_ / "server.key"};
  }
  [[nodiscard]] ServerTls server_asking_for_certificates() const {
    ServerTls tls = server();
    tls.client_ca = folder_ / "ca.pem";
    return tls;
  }

 private:
  static void make(const std::filesystem::path& folder) {
    using sample::must;
    const crypto::Period period{real_now() - std::chrono::days(1),
                                real_now() + std::chrono::days(2)};
    const auto ca = must(crypto::LocalCa::create("Test CA", period));
    must(ca.save(folder));
    must(crypto::save_identity(folder, "server",
                               must(ca.issue_server({"localhost", "127.0.0.1", "::1"}, period))));
    must(crypto::save_identity(folder, "ala", must(ca.issue_client("airport-ALA", period))));
    must(crypto::save_identity(folder, "elsewhere",
                               must(ca.issue_server({"elsewhere.example"}, period))));
  }
  sample::TempFolder folder_;
};

inline Client client_for(std::uint16_t port, ClientOptions options = {}, bool tls = false,
                         const std::string& host = "127.0.0.1") {
  return sample::must(Client::create({.tls = tls, .host = host, .port = port}, std::move(options)));
}

}  // namespace evisa::http::test
