// The officer's page on loopback: its files, and the conversation of docs/booth-page.md.
#pragma once

#include <atomic>
#include <memory>

#include "http/router.h"
#include "http/server.h"
#include "kiosk/desk_thread.h"

namespace evisa::kiosk {

class PageServer {
 public:
  /// Listens on 127.0.0.1; `port` 0: any free one. The others must outlive this object. Errors: io.
  [[nodiscard]] static Result<std::unique_ptr<PageServer>> start(std::uint16_t port,
                                                                 DeskThread& desk, PageMail& mail,
                                                                 Clock clock);
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  void stop() { server_->stop(); }

 private:
  PageServer(DeskThread& desk, PageMail& mail) : desk_(desk), mail_(mail) {}
  [[nodiscard]] Result<std::vector<http::Route>> routes();
  void talk(http::WebSocket& page, const std::stop_token& stop);
  [[nodiscard]] bool deliver(http::WebSocket& page);

  DeskThread& desk_;
  PageMail& mail_;
  std::atomic<std::uint64_t> newest_{0};  ///< a page that is opened anew ends the one before
  std::unique_ptr<http::Server> server_;
};

}  // namespace evisa::kiosk
