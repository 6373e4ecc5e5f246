// The thread on which the desk works, and what it has for the page.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "crypto/file_descriptor.h"
#include "kiosk/camera.h"

namespace evisa::kiosk {

/// What waits for the page: of states, sights and previews only the newest. Safe to use from many
/// threads.
class PageMail {
 public:
  /// Errors: io (no file descriptor).
  [[nodiscard]] static Result<std::unique_ptr<PageMail>> create();

  struct Letters {
    std::deque<std::string> replies;
    std::optional<std::string> state, seen;
    std::optional<crypto::Bytes> preview;
  };
  void put(const std::function<void(Letters&)>& change);
  [[nodiscard]] Letters take();
  /// Whether a page is there that takes it, while the token that a page holds lives.
  [[nodiscard]] bool has_reader() const { return readers_.use_count() > 1; }
  [[nodiscard]] std::shared_ptr<const void> reader() const { return readers_; }
  /// Readable while there is something to take.
  [[nodiscard]] int wake_fd() const { return wake_.get(); }

  explicit PageMail(crypto::FileDescriptor wake) : wake_(std::move(wake)) {}

 private:
  std::mutex mutex_;
  Letters letters_;
  const std::shared_ptr<const int> readers_ = std::make_shared<const int>(0);
  crypto::FileDescriptor wake_;
};

class DeskThread {
 public:
  DeskThread(Desk desk, PageMail& mail);
  ~DeskThread();
  DeskThread(const DeskThread&) = delete;
  DeskThread& operator=(const DeskThread&) = delete;

  /// A message of the page; its reply or problem comes by mail.
  void ask(std::string message);
  /// What a frame showed. Of several that wait only the newest counts.
  void see(Sight sight);
  /// A passport's lines from a reader, as the page would send them. Nobody logged in: dropped.
  void scan_passport(const std::string& lines);
  void camera_is(CameraState state, std::string detail);
  /// Mail about a traveller: dropped, and what lies there with it, as soon as nobody is logged in.
  void show(const std::function<void(PageMail::Letters&)>& change);
  /// A page has come: it is told everything.
  void greet();
  [[nodiscard]] bool has_officer() const { return has_officer_; }

 private:
  struct Waiting {
    std::deque<std::string> messages;
    std::optional<Sight> sight;
    std::optional<std::pair<CameraState, std::string>> camera;
    bool greet = false;
    [[nodiscard]] bool any() const { return !messages.empty() || sight || camera || greet; }
  };
  void run(const std::stop_token& stop);
  void work(Waiting& waiting);
  void answer(const std::string& message);

  Desk desk_;
  PageMail& mail_;
  std::atomic<bool> has_officer_{false};
  std::mutex mutex_;
  std::condition_variable_any arrived_;
  Waiting waiting_;
  std::jthread thread_;  // last: ends before what it uses goes
};

}  // namespace evisa::kiosk
