// The officer's page on loopback.
#include "kiosk/page_server.h"

#include <iterator>

#include "http/problem.h"
#include "http/router.h"
#include "http/static_files.h"
#include "http/web_socket.h"
#include "kiosk/booth_pages.h"

namespace evisa::kiosk {
namespace {

using std::chrono::milliseconds;

/// A name that somebody's DNS leads here is none of ours: another site's page could talk to us.
bool is_for_loopback(const http::Request& request) {
  const auto host = request.headers.find("Host").value_or("");
  const auto name = host.substr(0, host.rfind(':'));
  return name == "127.0.0.1" || name == "localhost";
}

Result<void> add_files(std::span<const verifier::EmbeddedPage> pages, std::string_view folder,
                       std::vector<http::Route>& routes) {
  http::StaticFiles files;
  const std::string prefix = std::string(folder) + "/";
  for (const auto& page : pages) {
    if (!page.name.starts_with(prefix)) continue;
    auto added = files.add(std::string(page.name.substr(prefix.size())), std::string(page.content));
    if (!added) return added;
  }
  std::ranges::move(files.routes("/" + std::string(folder)), std::back_inserter(routes));
  return {};
}

}  // namespace

Result<std::vector<http::Route>> PageServer::routes() {
  std::vector<http::Route> routes;
  if (auto added = add_files(booth_pages(), "booth", routes); !added)
    return std::unexpected(added.error());
  if (auto added = add_files(verifier::embedded_pages(), "shared", routes); !added)
    return std::unexpected(added.error());
  routes.push_back({http::Method::get, "/booth/talk", [this](const http::Request& request) {
                      if (!is_for_loopback(request))
                        return http::problem_response(403, "this page is for its own booth");
                      return http::web_socket_response(
                          request, [this](http::WebSocket& page, const std::stop_token& stop) {
                            talk(page, stop);
                          });
                    }});
  return routes;
}

void PageServer::talk(http::WebSocket& page, const std::stop_token& stop) {
  constexpr milliseconds kLook{500};
  const std::uint64_t number = ++newest_;
  const auto reader = mail_.reader();
  desk_.greet();
  while (!stop.stop_requested() && number == newest_) {
    auto message = page.next(kLook, mail_.wake_fd());
    if (!message) return;
    if (*message && !(*message)->binary) desk_.ask(std::move((*message)->data));
    if (number == newest_ && !deliver(page)) return;
  }
  page.close(number == newest_ ? 1001 : 4001);
}

bool PageServer::deliver(http::WebSocket& page) {
  auto letters = mail_.take();
  for (const auto& reply : letters.replies)
    if (!page.send_text(reply)) return false;
  if (letters.state && !page.send_text(*letters.state)) return false;
  if (letters.seen && !page.send_text(*letters.seen)) return false;
  return !letters.preview || page.send_binary(crypto::as_text(*letters.preview));
}

Result<std::unique_ptr<PageServer>> PageServer::start(std::uint16_t port, DeskThread& desk,
                                                      PageMail& mail, Clock clock) {
  std::unique_ptr<PageServer> server(new PageServer(desk, mail));
  auto routes = server->routes();
  if (!routes) return std::unexpected(routes.error());
  const auto nobody = [](const http::Request&) -> Result<http::Principal> {
    return fail(Errc::untrusted, "nobody logs in here");
  };
  auto router = http::Router::create(std::move(*routes), nobody);
  if (!router) return std::unexpected(router.error());
  http::ServerOptions options;
  options.port = port;
  options.threads = 8;
  options.now = std::move(clock);
  auto running = http::Server::start(std::move(options), router->service());
  if (!running) return std::unexpected(running.error());
  server->server_ = std::move(*running);
  return server;
}

}  // namespace evisa::kiosk
